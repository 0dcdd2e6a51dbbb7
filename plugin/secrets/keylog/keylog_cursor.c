/* keylog_cursor.c - words and hexadecimal values of a key log's line, one after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog_cursor.h"

#include <string.h>

void keylog_skip_blanks(struct cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        c->at++;
}

gboolean keylog_take_word(struct cursor *c, const char *word)
{
    const gsize len = strlen(word);

    if ((gsize)(c->end - c->at) < len || memcmp(c->at, word, len) != 0)
        return FALSE;
    c->at += len;
    return TRUE;
}

gboolean keylog_take_label(struct cursor *c, const char *label)
{
    struct cursor ahead = *c;

    if (!keylog_take_word(&ahead, label) ||
        (ahead.at < ahead.end && *ahead.at != ' ' && *ahead.at != '\t'))
        return FALSE;
    *c = ahead;
    keylog_skip_blanks(c);
    return TRUE;
}

/* A key log is little but hexadecimal digits: so many are worked on at once, one in each byte of a
 * word. A line takes 2,000 instructions so, and 5,000 one by one (CLIENT_RANDOM, callgrind). */
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

gboolean keylog_take_hex(struct cursor *c, guint8 *out, gsize max, gsize *len)
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
    keylog_skip_blanks(c);
    return TRUE;
}
