/* keylog_line.c - one line of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog_line.h"

#include "secrets/keylog/keylog_cursor.h"

#include <wsutil/to_str.h>

#include <string.h>

static enum keylog_verdict bad(struct keylog_line *line, const char *problem)
{
    line->problem = problem;
    return KEYLOG_BAD;
}

/* `LABEL <key> <secret>` */
struct label {
    const char *name;
    enum keylog_kind kind;
    gsize min_key, max_key, min_secret, max_secret;
};

static const struct label labels[] = {
    {"CLIENT_RANDOM", KEYLOG_CLIENT_RANDOM, 16, 32, 1, 48},
    {"SSL2_MASTER_KEY", KEYLOG_CLIENT_RANDOM, 1, 32, 1, 32},
    {"PCT1_MASTER_KEY", KEYLOG_CLIENT_RANDOM, 1, 32, 1, 48},
    {"PMS_CLIENT_RANDOM", KEYLOG_PREMASTER_CLIENT_RANDOM, 32, 32, 1, KEYLOG_MAX_SECRET},
    {"RSA", KEYLOG_PREMASTER_ENCRYPTED, 8, 8, 48, 48},
};

static enum keylog_verdict parse_label(struct cursor *c, const struct label *label,
                                       struct keylog_line *line)
{
    line->kind = label->kind;
    if (!keylog_take_hex(c, line->key, sizeof line->key, &line->key_len))
        return bad(line, "the first value is not hexadecimal");
    if (line->key_len < label->min_key || line->key_len > label->max_key)
        return bad(line, "the first value has the wrong length");
    if (!keylog_take_hex(c, line->secret, sizeof line->secret, &line->secret_len))
        return bad(line, "the secret is missing or not hexadecimal");
    if (line->secret_len < label->min_secret || line->secret_len > label->max_secret)
        return bad(line, "the secret has the wrong length");
    if (c->at != c->end)
        return bad(line, "there is more on the line than a secret");
    return KEYLOG_SECRET;
}

static enum keylog_verdict parse_write_keys(struct cursor *c, struct keylog_line *line)
{
    line->kind = KEYLOG_WRITE_KEYS;
    if (!keylog_take_hex(c, line->key, KEYLOG_MAX_RANDOM, &line->key_len))
        return bad(line, "the first value is not hexadecimal, or too long");
    const char *problem = write_keys_parse(c, &line->write_keys);
    return problem != NULL ? bad(line, problem) : KEYLOG_SECRET;
}

/* `RSA Session-ID:<hex> Master-Key:<hex>` */
static enum keylog_verdict parse_rsa_session_id(struct cursor *c, struct keylog_line *line)
{
    line->kind = KEYLOG_SESSION_ID;
    if (!keylog_take_hex(c, line->key, sizeof line->key, &line->key_len))
        return bad(line, "the session id is not hexadecimal");
    if (!keylog_take_word(c, "Master-Key:") ||
        !keylog_take_hex(c, line->secret, 48, &line->secret_len))
        return bad(line, "no hexadecimal Master-Key: follows the session id");
    if (c->at != c->end)
        return bad(line, "there is more on the line than a secret");
    return KEYLOG_SECRET;
}

/* `Name: value` or `Name    : value`; leaves *c at the value. */
static gboolean take_name(struct cursor *c, const char *name)
{
    struct cursor ahead = *c;

    if (!keylog_take_word(&ahead, name))
        return FALSE;
    keylog_skip_blanks(&ahead);
    if (!keylog_take_word(&ahead, ":"))
        return FALSE;
    keylog_skip_blanks(&ahead);
    *c = ahead;
    return TRUE;
}

/* The lines of `openssl s_client` and `openssl sess_id -text`. */
static enum keylog_verdict parse_block_line(struct cursor *c, struct keylog_line *line)
{
    if (take_name(c, "Session-ID")) {
        line->key_len = 0;
        if (c->at != c->end && !keylog_take_hex(c, line->key, sizeof line->key, &line->key_len))
            return bad(line, "the session id is not hexadecimal");
        return KEYLOG_BLOCK_ID;
    }
    if (take_name(c, "Master-Key"))
        return keylog_take_hex(c, line->secret, 48, &line->secret_len)
                   ? KEYLOG_BLOCK_SECRET
                   : bad(line, "the master key is missing or not hexadecimal");
    if (take_name(c, "Key-Arg"))
        return keylog_take_hex(c, line->secret, 16, &line->secret_len) ? KEYLOG_BLOCK_KEY_ARG
                                                                       : KEYLOG_NOT_OURS;
    return KEYLOG_NOT_OURS;
}

/* A label in capitals that we don't know belongs to another tool or to TLS 1.3 when hexadecimal
 * values follow; anything else that is no `Name: value` of s_client is no key log line at all. */
static enum keylog_verdict parse_unknown(const struct cursor *c, struct keylog_line *line)
{
    const char *p = c->at;
    gboolean underscore = FALSE;

    while (p < c->end && (g_ascii_isupper(*p) || g_ascii_isdigit(*p) || *p == '_'))
        underscore |= *p++ == '_';
    if (underscore && p < c->end && *p == ' ')
        return KEYLOG_NOT_OURS;
    if (memchr(c->at, ':', (gsize)(c->end - c->at)) != NULL || *c->at == '-' ||
        (c->end - c->at > 6 && memcmp(c->at + 4, " -", 2) == 0)) /* a hex dump of a ticket */
        return KEYLOG_NOT_OURS;
    return bad(line, "this is no key log line: it begins with no known label");
}

enum keylog_verdict keylog_parse_line(const char *text, gsize len, struct keylog_line *line)
{
    struct cursor c = {text, text + len};

    while (c.end > c.at && g_ascii_isspace(c.end[-1]))
        c.end--;
    keylog_skip_blanks(&c);
    if (c.at == c.end || *c.at == '#')
        return KEYLOG_NOT_OURS;
    if (keylog_take_word(&c, "-----BEGIN "))
        return KEYLOG_PEM_BEGIN;
    if (keylog_take_word(&c, "-----END "))
        return KEYLOG_PEM_END;
    if (keylog_take_word(&c, "RSA Session-ID:"))
        return parse_rsa_session_id(&c, line);
    if (keylog_take_label(&c, WRITE_KEYS_LABEL))
        return parse_write_keys(&c, line);
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (keylog_take_label(&c, labels[i].name))
            return parse_label(&c, &labels[i], line);
    struct cursor block = c;
    const enum keylog_verdict verdict = parse_block_line(&block, line);
    return verdict != KEYLOG_NOT_OURS ? verdict : parse_unknown(&c, line);
}

gsize keylog_print_line(const char *label, struct legacyssl_bytes key,
                        struct legacyssl_bytes secret, char *line)
{
    char *to = (char *)memcpy(line, label, strlen(label)) + strlen(label);

    *to++ = ' ';
    to = bytes_to_hexstr(to, key.data, key.len);
    *to++ = ' ';
    to = bytes_to_hexstr(to, secret.data, secret.len);
    *to++ = '\n';
    return (gsize)(to - line);
}
