/* keylog_line.c - one line of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog_line.h"

#include <string.h>

/* What is left of a line. */
struct cursor {
    const char *at, *end;
};

static void skip_blanks(struct cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        c->at++;
}

static gboolean take_word(struct cursor *c, const char *word)
{
    const gsize len = strlen(word);

    if ((gsize)(c->end - c->at) < len || memcmp(c->at, word, len) != 0)
        return FALSE;
    c->at += len;
    return TRUE;
}

/* A whole word: followed by a blank or by the end. */
static gboolean take_label(struct cursor *c, const char *label)
{
    struct cursor ahead = *c;

    if (!take_word(&ahead, label) ||
        (ahead.at < ahead.end && *ahead.at != ' ' && *ahead.at != '\t'))
        return FALSE;
    *c = ahead;
    skip_blanks(c);
    return TRUE;
}

/* A key log is little but hexadecimal digits: so many are worked on at once, one in each byte of a
 * word. */
#define DIGITS 8
#define EACH(byte) ((byte)*G_GUINT64_CONSTANT(0x0101010101010101))

/* The upper bit of each byte of `word` that is from `first` to `last`; its bytes are below 0x80. */
static guint64 is_between(guint64 word, guint8 first, guint8 last)
{
    return (word + EACH(0x80u - first)) & ~(word + EACH(0x7fu - last)) & EACH(0x80u);
}

/* The bytes of DIGITS hexadecimal digits. FALSE if other characters are among them. */
static gboolean take_digits(const char *text, guint8 *out)
{
    guint64 word;

    memcpy(&word, text, sizeof word);
    word = GUINT64_FROM_BE(word);
    if ((word & EACH(0x80u)) != 0)
        return FALSE;
    const guint64 is_letter = is_between(word | EACH(0x20u), 'a', 'f');
    if ((is_between(word, '0', '9') | is_letter) != EACH(0x80u))
        return FALSE;
    word = (word & EACH(0x0fu)) + (is_letter >> 7) * 9;
    word = (word | word >> 4) & G_GUINT64_CONSTANT(0x00ff00ff00ff00ff);
    word = (word | word >> 8) & G_GUINT64_CONSTANT(0x0000ffff0000ffff);
    const guint32 bytes = GUINT32_TO_BE((guint32)(word | word >> 16));
    memcpy(out, &bytes, sizeof bytes);
    return TRUE;
}

/* Hexadecimal digits up to a blank or the end. FALSE if they are none, odd or more than `max`
 * bytes. */
static gboolean take_hex(struct cursor *c, guint8 *out, gsize max, gsize *len)
{
    const char *at = c->at;
    gsize n = 0;

    for (; c->end - at >= DIGITS && n + DIGITS / 2 <= max && take_digits(at, out + n);
         n += DIGITS / 2)
        at += DIGITS;
    for (; c->end - at >= 2 && g_ascii_isxdigit(at[0]); at += 2) {
        if (!g_ascii_isxdigit(at[1]) || n == max)
            return FALSE;
        out[n++] = (guint8)(g_ascii_xdigit_value(at[0]) << 4 | g_ascii_xdigit_value(at[1]));
    }
    *len = n;
    c->at = at;
    if (n == 0 || (at < c->end && *at != ' ' && *at != '\t'))
        return FALSE;
    skip_blanks(c);
    return TRUE;
}

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
    if (!take_hex(c, line->key, sizeof line->key, &line->key_len))
        return bad(line, "the first value is not hexadecimal");
    if (line->key_len < label->min_key || line->key_len > label->max_key)
        return bad(line, "the first value has the wrong length");
    if (!take_hex(c, line->secret, sizeof line->secret, &line->secret_len))
        return bad(line, "the secret is missing or not hexadecimal");
    if (line->secret_len < label->min_secret || line->secret_len > label->max_secret)
        return bad(line, "the secret has the wrong length");
    if (c->at != c->end)
        return bad(line, "there is more on the line than a secret");
    return KEYLOG_SECRET;
}

/* `RSA Session-ID:<hex> Master-Key:<hex>` */
static enum keylog_verdict parse_rsa_session_id(struct cursor *c, struct keylog_line *line)
{
    line->kind = KEYLOG_SESSION_ID;
    if (!take_hex(c, line->key, sizeof line->key, &line->key_len))
        return bad(line, "the session id is not hexadecimal");
    if (!take_word(c, "Master-Key:") || !take_hex(c, line->secret, 48, &line->secret_len))
        return bad(line, "no hexadecimal Master-Key: follows the session id");
    if (c->at != c->end)
        return bad(line, "there is more on the line than a secret");
    return KEYLOG_SECRET;
}

/* `Name: value` or `Name    : value`; leaves *c at the value. */
static gboolean take_name(struct cursor *c, const char *name)
{
    struct cursor ahead = *c;

    if (!take_word(&ahead, name))
        return FALSE;
    skip_blanks(&ahead);
    if (!take_word(&ahead, ":"))
        return FALSE;
    skip_blanks(&ahead);
    *c = ahead;
    return TRUE;
}

/* The lines of `openssl s_client` and `openssl sess_id -text`. */
static enum keylog_verdict parse_block_line(struct cursor *c, struct keylog_line *line)
{
    if (take_name(c, "Session-ID")) {
        line->key_len = 0;
        if (c->at != c->end && !take_hex(c, line->key, sizeof line->key, &line->key_len))
            return bad(line, "the session id is not hexadecimal");
        return KEYLOG_BLOCK_ID;
    }
    if (take_name(c, "Master-Key"))
        return take_hex(c, line->secret, 48, &line->secret_len)
                   ? KEYLOG_BLOCK_SECRET
                   : bad(line, "the master key is missing or not hexadecimal");
    if (take_name(c, "Key-Arg"))
        return take_hex(c, line->secret, 16, &line->secret_len) ? KEYLOG_BLOCK_KEY_ARG
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
    skip_blanks(&c);
    if (c.at == c.end || *c.at == '#')
        return KEYLOG_NOT_OURS;
    if (take_word(&c, "-----BEGIN "))
        return KEYLOG_PEM_BEGIN;
    if (take_word(&c, "-----END "))
        return KEYLOG_PEM_END;
    if (take_word(&c, "RSA Session-ID:"))
        return parse_rsa_session_id(&c, line);
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (take_label(&c, labels[i].name))
            return parse_label(&c, &labels[i], line);
    struct cursor block = c;
    const enum keylog_verdict verdict = parse_block_line(&block, line);
    return verdict != KEYLOG_NOT_OURS ? verdict : parse_unknown(&c, line);
}
