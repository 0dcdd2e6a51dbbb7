/* mutants.h - every wrong record that a right one can be made into, and what must become of it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TEST_MUTANTS_H
#define TEST_MUTANTS_H

#include "vector.h"

/* A record that verifies, MAC and padding, and the two senders' states. */
struct specimen {
    const struct kat_block *block;
    const struct vector *vector;
    struct legacyssl_write_state *state, *other_side;
    struct legacyssl_position start;
    struct legacyssl_record record;
    const uint8_t *plaintext;
    struct legacyssl_opened opened;
};

/* Change every bit of the body, cut it at every length, lengthen it, change every part of the
 * header, the sequence number, the place in the stream and the sender: nothing of that may verify,
 * but what the protocol leaves uncovered, and that must. */
void check_mutants(const struct specimen *specimen);

#endif
