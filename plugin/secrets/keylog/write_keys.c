/* write_keys.c - the six values themselves as a line of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/write_keys.h"

#include "secrets/keylog/keylog_cursor.h"

#include <wsutil/to_str.h>

#include <stddef.h>
#include <string.h>

/* In the order of the line. */
static const gsize values[] = {
    offsetof(struct legacyssl_connection_keys, client_write_key),
    offsetof(struct legacyssl_connection_keys, server_write_key),
    offsetof(struct legacyssl_connection_keys, client_write_MAC_secret),
    offsetof(struct legacyssl_connection_keys, server_write_MAC_secret),
    offsetof(struct legacyssl_connection_keys, client_write_IV),
    offsetof(struct legacyssl_connection_keys, server_write_IV),
};

/* How many bytes a suite's code has; PCT's is composed of its parts. */
static gsize code_size(enum legacyssl_protocol protocol)
{
    static const gsize sizes[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = 3,
        [LEGACYSSL_PCT1] = 4,
        [LEGACYSSL_SSL3] = 2,
        [LEGACYSSL_TLS10] = 2,
    };
    return sizes[protocol];
}

/* ---- in -------------------------------------------------------------------------------------- */

/* A hexadecimal value or "-". */
static gboolean take_value(struct cursor *c, guint8 *out, gsize max, guint8 *len)
{
    gsize n = 0;

    if (!keylog_take_label(c, "-") && !keylog_take_hex(c, out, max, &n))
        return FALSE;
    *len = (guint8)n;
    return TRUE;
}

const char *write_keys_parse(struct cursor *c, struct write_keys *keys)
{
    memset(keys, 0, sizeof *keys);
    if (!take_value(c, keys->suite, sizeof keys->suite, &keys->suite_len))
        return "the cipher suite is missing, too long or not hexadecimal";
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        struct legacyssl_key *key = (void *)((char *)&keys->keys + values[i]);
        if (!take_value(c, key->data, sizeof key->data, &key->len))
            return "one of the six values is missing, too long or not hexadecimal";
    }
    return c->at != c->end ? "there is more on the line than six values" : NULL;
}

guint32 write_keys_suite(const struct write_keys *keys, enum legacyssl_protocol protocol)
{
    guint32 code = 0;

    if (keys->suite_len != code_size(protocol))
        return 0;
    for (gsize i = 0; i < keys->suite_len; i++)
        code = code << 8 | keys->suite[i];
    return code;
}

gboolean write_keys_are_for(const struct write_keys *keys, enum legacyssl_protocol protocol,
                            guint32 suite)
{
    return keys->suite_len == 0 ||
           (keys->suite_len == code_size(protocol) && write_keys_suite(keys, protocol) == suite);
}

/* ---- out ------------------------------------------------------------------------------------- */

/* A blank and the value. */
static char *print_value(char *to, const guint8 *bytes, gsize len)
{
    *to++ = ' ';
    if (len != 0)
        return bytes_to_hexstr(to, bytes, len);
    *to++ = '-';
    return to;
}

gsize write_keys_print(const struct legacyssl_secrets *secrets,
                       const struct legacyssl_connection_keys *keys, char line[WRITE_KEYS_MAX_LINE])
{
    const gsize size = code_size(secrets->protocol);
    const guint32 code = GUINT32_TO_BE(secrets->suite->code);
    char *to = line + strlen(WRITE_KEYS_LABEL);

    memcpy(line, WRITE_KEYS_LABEL, strlen(WRITE_KEYS_LABEL));
    to = print_value(to, secrets->client_random.data, secrets->client_random.len);
    to = print_value(to, (const guint8 *)&code + sizeof code - size, size);
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        const struct legacyssl_key *key = (const void *)((const char *)keys + values[i]);
        to = print_value(to, key->data, key->len);
    }
    memcpy(to, "\n", sizeof "\n");
    return (gsize)(to - line) + 1;
}
