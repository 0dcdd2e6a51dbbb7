/* vector.h - a block of known answers as the library's own types
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TEST_VECTOR_H
#define TEST_VECTOR_H

#include "kat.h"

/* The secrets of a block, with what they point to. */
struct vector {
    struct legacyssl_secrets secrets;
    struct legacyssl_suite composed; /* PCT: what secrets.suite points to */
    struct legacyssl_record_options options;
    enum legacyssl_side side;
};

/* Fill *vector from a block; a missing or unknown part fails the test. */
void vector_read(struct vector *vector, const struct kat_block *block);

/* Derive the block's keys; an error fails the test. */
void vector_derive(const struct vector *vector, const struct kat_block *block,
                   struct legacyssl_connection_keys *keys);

/* The protocol that the block names; a name that is none fails the test. */
enum legacyssl_protocol vector_protocol(const struct kat_block *block);

#endif
