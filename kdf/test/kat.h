/* kat.h - files of known answers: blocks of `key = value`, set apart by blank lines
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TEST_KAT_H
#define TEST_KAT_H

#include "legacyssl-kdf.h"

#include <stdio.h>

#ifdef __MINGW_PRINTF_FORMAT
#define FORMAT_OF_PRINTF __MINGW_PRINTF_FORMAT
#else
#define FORMAT_OF_PRINTF printf
#endif

struct kat_field {
    char *key, *value;
    uint8_t *bytes; /* the value as hex, NULL if it is none */
    size_t len;
};

struct kat_block {
    const char *file;
    size_t line; /* of its first field */
    struct kat_field *fields;
    size_t count;
};

struct kat {
    struct kat_block *blocks;
    size_t count;
};

/* Read a file; one that can't be read, or a line that is no field or comment, fails the test. */
void kat_read(struct kat *kat, const char *path);
void kat_free(struct kat *kat);

/* The value of the first field `key`; NULL if the block has none. */
const char *kat_value(const struct kat_block *block, const char *key);

/* The value as bytes, "none" if the block has no such field; one that is no hex fails the test. */
struct legacyssl_bytes kat_bytes(const struct kat_block *block, const char *key);

/* The value as a number, decimal or 0x..., `otherwise` if the block has no such field. */
uint64_t kat_number(const struct kat_block *block, const char *key, uint64_t otherwise);
uint64_t kat_to_number(const struct kat_block *block, const char *text);

/* Fails the test with file, line, the block's name and a message. */
_Noreturn void kat_fail(const struct kat_block *block, const char *format, ...)
    __attribute__((format(FORMAT_OF_PRINTF, 2, 3)));

#endif
