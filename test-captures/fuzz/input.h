/* input.h - fuzzed bytes, taken one after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FUZZ_INPUT_H
#define LEGACYSSL_FUZZ_INPUT_H

#include "legacyssl-kdf.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

struct input {
    const uint8_t *at;
    size_t left;
};

/* A number of one byte or two; 0 when nothing is left. */
static inline unsigned take_byte(struct input *in)
{
    if (in->left == 0)
        return 0;
    in->left--;
    return *in->at++;
}

static inline unsigned take_short(struct input *in)
{
    const unsigned high = take_byte(in);

    return high << 8 | take_byte(in);
}

/* `len` bytes, or as many as are left. */
static inline struct legacyssl_bytes take_bytes(struct input *in, size_t len)
{
    const struct legacyssl_bytes bytes = {in->at, len < in->left ? len : in->left};

    in->at += bytes.len;
    in->left -= bytes.len;
    return bytes;
}

/* What must hold whatever the input is. */
#define ALWAYS(condition)                                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            __builtin_trap();                                                                      \
    } while (0)

#endif
