/* checkpoint.c - where a sender's cipher stood before a record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state/checkpoint.h"

#include "secrets/secret_memory.h"

#include <string.h>

#define BYTES_PER_CHECKPOINT 16384 /* of keystream: about 40 microseconds to run through again */

static gboolean is_rc4(const struct legacyssl_suite *suite)
{
    return legacyssl_position_size(suite) == sizeof(struct legacyssl_position);
}

struct checkpoint checkpoint_take(const struct legacyssl_suite *suite, struct checkpoint *last,
                                  const struct legacyssl_position *position)
{
    struct checkpoint checkpoint = {{{0}}};

    if (!is_rc4(suite)) {
        memcpy(checkpoint.chain, position->chain, sizeof checkpoint.chain);
        return checkpoint;
    }
    if (last->rc4 == NULL || last->skip >= BYTES_PER_CHECKPOINT) {
        struct legacyssl_position *rc4 = secret_alloc(sizeof *rc4);
        *rc4 = *position;
        last->rc4 = rc4;
        last->skip = 0;
    }
    return *last;
}

void checkpoint_advance(const struct legacyssl_suite *suite, struct checkpoint *last, gsize bytes)
{
    if (is_rc4(suite))
        last->skip += bytes;
}

void checkpoint_restore(const struct legacyssl_suite *suite, const struct checkpoint *checkpoint,
                        struct legacyssl_position *position)
{
    if (!is_rc4(suite)) {
        memcpy(position->chain, checkpoint->chain, sizeof position->chain);
        return;
    }
    *position = *checkpoint->rc4;
    legacyssl_position_skip(suite, position, checkpoint->skip);
}

gsize checkpoint_distance(const struct legacyssl_suite *suite, const struct checkpoint *checkpoint)
{
    return is_rc4(suite) ? checkpoint->skip : 0;
}
