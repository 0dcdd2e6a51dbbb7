/* random_bytes.c - bytes without a pattern, the same ones on every run
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "random_bytes.h"

/* xorshift64* (Vigna 2014) */
static uint64_t next(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;

    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545f4914f6cdd1d;
}

void random_bytes(uint8_t *out, size_t len)
{
    while (len-- > 0)
        *out++ = (uint8_t)(next() >> 56);
}

size_t random_below(size_t limit)
{
    return (size_t)(next() >> 32) % limit;
}
