/* explain_page.c - how the keys of a handshake were made, as one HTML page
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/explain_page.h"

#include "explain/colors.h"
#include "explain/drawing.h"
#include "explain/markup.h"
#include "explain/steps.h"
#include "system/file.h"

#include <wsutil/report_message.h>

#define PAGE (1 << 19) /* bytes: most pages fit, and there is one copy to wipe */

static const char style[] =
    "<style>\n"
    "body{font:16px/1.5 system-ui,'DejaVu "
    "Sans',sans-serif;color:#0f172a;background:#f1f5f9;margin:0}\n"
    "main{max-width:1180px;margin:0 auto;padding:32px 28px;background:#fff}\n"
    "h1{font-size:30px;line-height:1.2;margin:0 0 6px}h2{font-size:21px;margin:42px 0 12px}\n"
    ".where{color:#475569;margin:2px 0}.badge{display:inline-block;padding:1px "
    "12px;border-radius:99px;"
    "color:#fff;background:#b91c1c;font-size:14px}.badge.verified{background:#15803d}\n"
    ".cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(345px,1fr));gap:14px;align-"
    "items:start}\n"
    ".card{border:1px solid #e2e8f0;border-left:7px solid;border-radius:8px;padding:9px 14px}\n"
    ".card b{font-size:15px}.card small{color:#64748b;display:block}\n"
    "code{font:13px/1.45 'DejaVu Sans Mono',monospace;overflow-wrap:anywhere;color:#0f172a}\n"
    "svg{width:100%;height:auto;font-family:'DejaVu Sans',sans-serif}\n"
    "svg text{font-size:118px;fill:#334155}svg .hex{font:98px 'DejaVu Sans "
    "Mono',monospace;fill:#64748b}\n"
    "svg .title{font-size:150px;font-weight:700;fill:#0f172a}svg .formula{font-size:122px}\n"
    "svg .formula .name,svg .title .name{font-weight:700}svg "
    ".operator{font-size:230px;font-weight:700}\n"
    "svg .functionname{font-size:122px;font-weight:700;fill:#fff;text-anchor:middle}\n"
    "svg .function{fill:#1e293b}svg .bar{fill:#fff;stroke-width:10;stroke-opacity:.5}\n"
    "svg .ribbon{opacity:.2}svg .line{fill:none;stroke-width:14;opacity:.55}\n"
    "svg .arrow{stroke:#334155;stroke-width:16;fill:none;marker-end:url(#head)}\n"
    ".step{border-top:1px solid #e2e8f0;padding:10px 0;break-inside:avoid}.step "
    ".name{font-weight:600}\n"
    ".step dl{margin:4px 0 4px 26px;display:grid;grid-template-columns:max-content 1fr;gap:0 "
    "14px}\n"
    ".step dt{font-weight:600}.step dd{margin:0}.step dt,.step dd{font-size:14px}\n"
    "footer{margin-top:40px;color:#64748b;font-size:14px}\n"
    "@media print{body{background:#fff}main{padding:0}}\n"
    "</style>\n"
    "<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs><marker id=\"head\" "
    "markerUnits=\"userSpaceOnUse\" markerWidth=\"90\" markerHeight=\"90\" viewBox=\"0 0 10 10\" "
    "refX=\"6\" refY=\"5\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#334155\"/></marker>"
    "</defs></svg>\n";

/* ---- pieces ---------------------------------------------------------------------------------- */

/* A value with its name; `kind` and name are for who reads the page back. */
static void append_card(GString *page, const char *kind, const char *name, const char *note,
                        struct legacyssl_bytes bytes)
{
    g_string_append_printf(
        page, "<div class=\"card\" style=\"border-left-color:%s\"><b style=\"color:%s\">",
        color_of(name), color_of(name));
    markup_text(page, name);
    g_string_append(page, "</b><small>");
    markup_text(page, note);
    g_string_append_printf(page, "%s%u bytes</small><code data-%s=\"", note[0] != '\0' ? " · " : "",
                           (guint)bytes.len, kind);
    markup_text(page, name);
    g_string_append(page, "\">");
    markup_hex(page, bytes);
    g_string_append(page, "</code></div>\n");
}

static void append_head(GString *page, const struct explained *explained, wmem_allocator_t *pool)
{
    const struct legacyssl_secrets *secrets = &explained->parameters->secrets;

    g_string_append_printf(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>%s: the keys of handshake %u</title>\n%s</head><body><main>\n"
        "<h1>%s: how the keys of handshake %u were made</h1>\n<p class=\"where\"><b>",
        legacyssl_protocol_name(secrets->protocol), explained->number, style,
        legacyssl_protocol_name(secrets->protocol), explained->number);
    markup_text(page, secrets->suite->name);
    g_string_append_printf(page, "</b> <span class=\"badge%s\">%s</span></p>\n<p class=\"where\">",
                           explained->is_verified ? " verified" : "",
                           explained->is_verified ? "verified by a MAC" : "not verified");
    markup_text(page, explained_place(explained, pool));
    g_string_append(page, "</p>\n");
}

static void append_inputs(GString *page, const struct explained_input *inputs, guint count)
{
    g_string_append(page, "<h2>What goes in</h2>\n<div class=\"cards\">\n");
    for (guint i = 0; i < count; i++)
        append_card(page, "input", inputs[i].name, inputs[i].origin, inputs[i].bytes);
    g_string_append(page, "</div>\n");
}

static void append_keys(GString *page, const struct legacyssl_connection_keys *keys)
{
    const struct {
        const char *name, *purpose;
        const struct legacyssl_key *key;
    } rows[] = {
        {"client_write_MAC_secret", "authenticates what the client sends",
         &keys->client_write_MAC_secret},
        {"server_write_MAC_secret", "authenticates what the server sends",
         &keys->server_write_MAC_secret},
        {"client_write_key", "encrypts what the client sends", &keys->client_write_key},
        {"server_write_key", "encrypts what the server sends", &keys->server_write_key},
        {"client_write_IV", "begins the client's chain of blocks", &keys->client_write_IV},
        {"server_write_IV", "begins the server's chain of blocks", &keys->server_write_IV},
    };

    g_string_append(page, "<h2>The six values</h2>\n<div class=\"cards\">\n");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        append_card(page, "key", rows[i].name,
                    rows[i].key->len != 0 ? rows[i].purpose : "this suite has none",
                    (struct legacyssl_bytes){rows[i].key->data, rows[i].key->len});
    g_string_append(page, "</div>\n");
}

/* ---- step by step ---------------------------------------------------------------------------- */

static void append_step(GString *page, const struct legacyssl_secrets *secrets,
                        const struct legacyssl_step *step)
{
    g_string_append_printf(page, "<div class=\"step\"><b style=\"color:%s\">",
                           color_of(step->result));
    markup_result(page, secrets, step);
    g_string_append(page, "</b> = ");
    markup_formula(page, secrets, step, "span");
    g_string_append(page, "\n<dl>");
    for (gsize i = 0; step->function != NULL && i < step->count; i++) {
        if (step->inputs[i].bytes.len == 0)
            continue;
        g_string_append_printf(page, "<dt style=\"color:%s\">", color_of(step->inputs[i].name));
        markup_text(page, step->inputs[i].name);
        g_string_append(page, "</dt><dd><code>");
        markup_hex(page, step->inputs[i].bytes);
        g_string_append(page, "</code></dd>\n");
    }
    g_string_append(page, "<dt>=</dt><dd><code data-step=\"");
    markup_result(page, secrets, step);
    g_string_append(page, "\">");
    markup_hex(page, step->output);
    g_string_append(page, "</code></dd></dl></div>\n");
}

static void append_heading_text(void *page, const char *text, size_t len)
{
    char *copy = g_strndup(text, len);

    markup_text(page, copy);
    g_free(copy);
}

static void append_steps(GString *page, const struct legacyssl_secrets *secrets,
                         const struct steps *steps)
{
    const struct legacyssl_explanation explanation = {
        .secrets = secrets, .write = append_heading_text, .data = page};

    g_string_append(page, "<h2>Step by step</h2>\n<p class=\"where\">");
    legacyssl_explain_heading(&explanation, false, false);
    g_string_append(page, "</p>\n");
    for (guint i = 0; i < steps_count(steps); i++)
        append_step(page, secrets, steps_at(steps, i));
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void append_page(GString *page, const struct explained *explained, wmem_allocator_t *pool)
{
    const struct security_parameters *parameters = explained->parameters;
    struct explained_input inputs[EXPLAINED_INPUTS];
    const guint n_inputs = explained_inputs(explained, pool, inputs);
    struct steps *steps = steps_new(parameters);

    append_head(page, explained, pool);
    append_inputs(page, inputs, n_inputs);
    if (steps_count(steps) != 0) {
        g_string_append(
            page, "<h2>The way of the bytes</h2>\n<p class=\"where\">Each byte is a stripe, the "
                  "darker the larger it is; a value has the same color wherever it comes.</p>\n");
        drawing_append(page, &parameters->secrets, steps, inputs, n_inputs);
    } else {
        g_string_append(page, "<p>The keys themselves were given: nothing is derived.</p>\n");
    }
    append_keys(page, &parameters->keys);
    if (steps_count(steps) != 0)
        append_steps(page, &parameters->secrets, steps);
    g_string_append(page, "<footer>Written by LegacySSL, a plugin for Wireshark.</footer>\n"
                          "</main></body></html>\n");
    steps_free(steps);
}

void explain_page_write(const struct explained *explained, const char *path)
{
    wmem_allocator_t *pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    GString *page = g_string_sized_new(PAGE);
    struct file *file;
    const char *error = file_create(path, &file);

    append_page(page, explained, pool);
    if (error == NULL)
        error = file_append(file, page->str, page->len);
    if (error != NULL)
        report_failure("-z legacyssl,explain: \"%s\" can't be written: %s", path, error);
    file_close(file);
    legacyssl_wipe(page->str, page->len);
    g_string_free(page, TRUE);
    wmem_destroy_allocator(pool);
}
