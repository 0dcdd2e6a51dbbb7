/* record_note.c - what the first pass found out about each record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record_note.h"

#include "preferences.h"

#include <string.h>

#define BYTES_PER_CHECKPOINT 16384 /* of keystream: about 40 microseconds to run through again */

struct record_note *record_notes_add(struct record_notes *notes, guint32 frame, guint32 position)
{
    const struct record_note note = {
        .frame = frame,
        .position = position,
        .mac_status = LEGACYSSL_UNVERIFIED,
        .verify_status = LEGACYSSL_NOT_PRESENT,
    };

    if (notes->array == NULL)
        notes->array = wmem_array_sized_new(wmem_file_scope(), sizeof note, 8);
    wmem_array_append_one(notes->array, note);
    return wmem_array_index(notes->array, wmem_array_get_count(notes->array) - 1);
}

/* The first note of `frame` or of a later one. */
static guint lower_bound(wmem_array_t *array, guint32 frame)
{
    guint low = 0, high = wmem_array_get_count(array);

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        const struct record_note *note = wmem_array_index(array, middle);
        if (note->frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct record_note *record_notes_find(const struct record_notes *notes, guint32 frame,
                                      guint32 position)
{
    if (notes->array == NULL)
        return NULL;
    for (guint i = lower_bound(notes->array, frame); i < wmem_array_get_count(notes->array); i++) {
        struct record_note *note = wmem_array_index(notes->array, i);
        if (note->frame != frame)
            break;
        if (note->position == position)
            return note;
    }
    return NULL;
}

gboolean record_note_is_trusted(const struct record_note *note)
{
    return note->error == LEGACYSSL_OK &&
           (note->mac_status == LEGACYSSL_GOOD || note->mac_status == LEGACYSSL_NOT_PRESENT ||
            preferences_hand_on_unverified());
}

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
        last->rc4 = wmem_memdup(wmem_file_scope(), position, sizeof *position);
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
