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

/* The next byte of keystream. */
static inline uint8_t rc4_next(uint8_t *s, uint8_t *i, uint8_t *j)
{
    uint8_t x = s[++*i];
    uint8_t y = s[*j = (uint8_t)(*j + x)];

    s[*i] = y;
    s[*j] = x;
    return s[(uint8_t)(x + y)];
}

void rc4_crypt(struct legacyssl_position *position, const uint8_t *in, uint8_t *out, size_t len)
{
    uint8_t i = position->rc4.i, j = position->rc4.j;

    for (size_t n = 0; n < len; n++)
        out[n] = in[n] ^ rc4_next(position->rc4.s, &i, &j);
    position->rc4.i = i;
    position->rc4.j = j;
}

void rc4_skip(struct legacyssl_position *position, size_t len)
{
    uint8_t i = position->rc4.i, j = position->rc4.j;

    while (len-- > 0)
        rc4_next(position->rc4.s, &i, &j);
    position->rc4.i = i;
    position->rc4.j = j;
}
