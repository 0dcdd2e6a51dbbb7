/* fuzz_session.c - a session file of any content
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: what follows (one byte: 0 the text of the file, else the DER that it carries), then that.
 * Base64 would hide the DER from a fuzzer.
 */
#include "input.h"

#include "secrets/keylog/session_file.h"

#include <string.h>

#define END_LINE "\n-----END SSL SESSION PARAMETERS-----\n"

static gchar *pem_of(const uint8_t *der, size_t size)
{
    gchar *base64 = g_base64_encode(der, size);
    gchar *text = g_strconcat(SESSION_FILE_BEGIN "\n", base64, END_LINE, NULL);

    g_free(base64);
    return text;
}

static void check_field(const struct session_field *field)
{
    ALWAYS(field->len <= sizeof field->data);
}

/* In memory of its own size, so that a step beside is seen. */
static char *copy_of(const void *bytes, gsize len)
{
    char *copy = g_malloc(MAX(len, 1));

    if (len != 0)
        memcpy(copy, bytes, len);
    return copy;
}

static const char *parse(const char *text, gsize len, struct session *session)
{
    char *copy = copy_of(text, len);
    const char *problem = session_file_parse(copy, len, session);

    check_field(&session->session_id);
    check_field(&session->master_key);
    check_field(&session->key_arg);
    check_field(&session->ticket);
    ALWAYS(problem != NULL ||
           (session->master_key.len != 0 && session->protocol < LEGACYSSL_PROTOCOLS));
    g_free(copy);
    return problem;
}

/* Cut anywhere in front of its END line, no session is taken; what stands behind it changes nothing. */
static void compare(const char *text, gsize len)
{
    struct session whole, other;
    const char *problem = parse(text, len, &whole);
    const char *end = g_strstr_len(text, (gssize)len, "\n-----END");

    if (problem != NULL)
        return;
    ALWAYS(end != NULL);
    ALWAYS(parse(text, (gsize)(end - text), &other) != NULL);
    ALWAYS(parse(text, (gsize)(end - text) + strlen("\n-----END"), &other) == NULL);
    ALWAYS(memcmp(&whole, &other, sizeof whole) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    const gboolean is_der = take_byte(&in) != 0;
    gchar *text = is_der ? pem_of(in.at, in.left) : copy_of(in.at, in.left);

    compare(text, is_der ? strlen(text) : in.left);
    g_free(text);
    return 0;
}
