/* offered.c - what a hello offers, by name
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "security/offered.h"

#define ENOUGH 90 /* characters */

/* Codes that offer no cipher: SSL 2.0 marks other protocols' (draft-benaloh 5.2.1) and later versions' (RFC
 * 2246 E) as such; RFC 5746, RFC 7507. */
static gboolean is_signal(enum legacyssl_protocol protocol, guint32 code)
{
    if (protocol == LEGACYSSL_SSL2)
        return code <= G_MAXUINT16 || (code & 0x800000) != 0;
    return code == 0x00ff || code == 0x5600;
}

static void append_name(wmem_strbuf_t *text, enum legacyssl_protocol protocol, guint32 code, guint size)
{
    const struct legacyssl_suite *suite = legacyssl_suite_find(protocol, code);
    const char *separator = wmem_strbuf_get_len(text) != 0 ? ", " : "";

    if (suite != NULL)
        wmem_strbuf_append_printf(text, "%s%s", separator, suite->name);
    else
        wmem_strbuf_append_printf(text, "%s0x%0*x", separator, (int)(2 * size), code);
}

const char *offered_suites(enum legacyssl_protocol protocol, struct legacyssl_bytes codes, guint size)
{
    wmem_strbuf_t *text = wmem_strbuf_new(wmem_file_scope(), "");
    guint count = 0, named = 0;

    for (gsize i = 0; i + size <= codes.len; i += size) {
        guint32 code = 0;
        for (guint byte = 0; byte < size; byte++)
            code = code << 8 | codes.data[i + byte];
        if (is_signal(protocol, code))
            continue;
        count++;
        if (wmem_strbuf_get_len(text) >= ENOUGH)
            continue;
        named++;
        append_name(text, protocol, code, size);
    }
    if (named < count)
        wmem_strbuf_append_printf(text, " and %u more", count - named);
    return count != 0 ? wmem_strbuf_finalize(text) : "none";
}
