/* markup.c - text, bytes and formulas as HTML and SVG write them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/markup.h"

#include "explain/colors.h"

#include <string.h>

struct target {
    GString *page;
    const char *tag;
};

static void append(GString *page, const char *text, gsize len)
{
    for (gsize i = 0; i < len; i++)
        switch (text[i]) {
        case '<':
            g_string_append(page, "&lt;");
            break;
        case '>':
            g_string_append(page, "&gt;");
            break;
        case '&':
            g_string_append(page, "&amp;");
            break;
        case '\"':
            g_string_append(page, "&quot;");
            break;
        default:
            g_string_append_c(page, g_ascii_iscntrl(text[i]) ? ' ' : text[i]);
            break;
        }
}

void markup_text(GString *page, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);

    append(page, valid, strlen(valid));
    g_free(valid);
}

void markup_hex_begin(GString *page, struct legacyssl_bytes bytes, gsize most)
{
    for (gsize i = 0; i < MIN(bytes.len, most); i++)
        g_string_append_printf(page, "%02x", bytes.data[i]);
    if (bytes.len > most)
        g_string_append(page, "…");
}

void markup_hex(GString *page, struct legacyssl_bytes bytes)
{
    markup_hex_begin(page, bytes, bytes.len);
}

static void write_text(void *data, const char *text, size_t len)
{
    append(((struct target *)data)->page, text, len);
}

static void write_input(void *data, const struct legacyssl_input *input)
{
    struct target *target = data;

    g_string_append_printf(target->page, "<%s class=\"name\" style=\"fill:%s;color:%s\">",
                           target->tag, color_of(input->name), color_of(input->name));
    markup_text(target->page, input->name);
    g_string_append_printf(target->page, "</%s>", target->tag);
}

void markup_result(GString *page, const struct legacyssl_secrets *secrets,
                   const struct legacyssl_step *step)
{
    struct target target = {page, NULL};
    const struct legacyssl_explanation explanation = {
        .secrets = secrets, .write = write_text, .data = &target};

    legacyssl_explain_result(&explanation, step);
}

void markup_formula(GString *page, const struct legacyssl_secrets *secrets,
                    const struct legacyssl_step *step, const char *tag)
{
    struct target target = {page, tag};
    const struct legacyssl_explanation explanation = {
        .secrets = secrets, .write = write_text, .write_input = write_input, .data = &target};

    legacyssl_explain_formula(&explanation, step);
}
