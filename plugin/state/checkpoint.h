/* checkpoint.h - where a sender's cipher stood before a record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CHECKPOINT_H
#define LEGACYSSL_CHECKPOINT_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* Where a cipher stood, small enough to keep for every record. RC4's state of 258 bytes is kept
 * once for many records: the others say how far they lie behind it. */
struct checkpoint {
    union {
        guint8 chain[16];
        struct {
            const struct legacyssl_position *rc4; /* in file scope */
            gsize skip;
        };
    };
};

/* Remember where a sender's cipher stands now; *last is the sender's own checkpoint ... */
struct checkpoint checkpoint_take(const struct legacyssl_suite *suite, struct checkpoint *last,
                                  const struct legacyssl_position *position);

/* ... which moves on with every record by the bytes that were decrypted ... */
void checkpoint_advance(const struct legacyssl_suite *suite, struct checkpoint *last, gsize bytes);

/* ... and come back to it. */
void checkpoint_restore(const struct legacyssl_suite *suite, const struct checkpoint *checkpoint,
                        struct legacyssl_position *position);

/* How many bytes of keystream it takes to come back to it. */
gsize checkpoint_distance(const struct legacyssl_suite *suite, const struct checkpoint *checkpoint);

#endif
