/* rc4.c - RC4 with its state in the caller's hands
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rc4.h"

void rc4_start(struct legacyssl_position *position, struct legacyssl_bytes key)
{
    uint8_t *s = position->rc4.s;
    uint8_t j = 0;

    for (unsigned i = 0; i < 256; i++)
        s[i] = (uint8_t)i;
    for (unsigned i = 0; i < 256; i++) {
        uint8_t t = s[i];
        j = (uint8_t)(j + t + key.data[i % key.len]);
        s[i] = s[j];
        s[j] = t;
    }
    position->rc4.i = position->rc4.j = 0;
}

/* The state in whole words while it is at work: processors take a quarter longer with bytes. */
struct stream {
    uint32_t i, j, s[256];
};

static void widen(const struct legacyssl_position *position, struct stream *stream)
{
    stream->i = position->rc4.i;
    stream->j = position->rc4.j;
    for (unsigned n = 0; n < 256; n++)
        stream->s[n] = position->rc4.s[n];
}

static void narrow(const struct stream *stream, struct legacyssl_position *position)
{
    position->rc4.i = (uint8_t)stream->i;
    position->rc4.j = (uint8_t)stream->j;
    for (unsigned n = 0; n < 256; n++)
        position->rc4.s[n] = (uint8_t)stream->s[n];
}

/* The next byte of keystream. */
static inline uint8_t next_byte(struct stream *stream)
{
    uint32_t *s = stream->s;

    stream->i = (stream->i + 1) & 0xff;
    const uint32_t x = s[stream->i];
    stream->j = (stream->j + x) & 0xff;
    const uint32_t y = s[stream->j];
    s[stream->i] = y;
    s[stream->j] = x;
    return (uint8_t)s[(x + y) & 0xff];
}

void rc4_crypt(struct legacyssl_position *position, const uint8_t *in, uint8_t *out, size_t len)
{
    struct stream stream;

    widen(position, &stream);
    for (size_t n = 0; n < len; n++)
        out[n] = in[n] ^ next_byte(&stream);
    narrow(&stream, position);
    legacyssl_wipe(&stream, sizeof stream);
}

void rc4_skip(struct legacyssl_position *position, size_t len)
{
    struct stream stream;

    widen(position, &stream);
    while (len-- > 0)
        next_byte(&stream);
    narrow(&stream, position);
    legacyssl_wipe(&stream, sizeof stream);
}
