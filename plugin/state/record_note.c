/* record_note.c - what the first pass found out about each record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state/record_note.h"

#include "secrets/security_parameters.h"
#include "wireshark/preferences.h"

#define FIRST_NOTES 3 /* most connections are short */

static struct record_note *note_at(const struct record_notes *notes, guint i)
{
    return wmem_array_index(notes->array, i);
}

static guint count_of(const struct record_notes *notes)
{
    return notes->array != NULL ? wmem_array_get_count(notes->array) : 0;
}

/* Whether the frame is the last one that has notes. */
static gboolean is_last_frame(const struct record_notes *notes, guint32 frame)
{
    const guint count = count_of(notes);

    return count != 0 && note_at(notes, count - 1)->frame == frame;
}

struct record_note *record_notes_add(struct record_notes *notes, guint32 frame, guint32 seq)
{
    const struct record_note note = {
        .frame = frame,
        .seq = seq,
        .mac_status = LEGACYSSL_UNVERIFIED,
        .verify_status = LEGACYSSL_NOT_PRESENT,
    };

    if (notes->array == NULL)
        notes->array = wmem_array_sized_new(wmem_file_scope(), sizeof note, FIRST_NOTES);
    if (!is_last_frame(notes, frame) || (gint32)(seq - notes->furthest) > 0)
        notes->furthest = seq;
    wmem_array_append_one(notes->array, note);
    return note_at(notes, count_of(notes) - 1);
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

static gboolean is_note(const struct record_notes *notes, guint i, guint32 frame, guint32 seq)
{
    return i < count_of(notes) && note_at(notes, i)->frame == frame &&
           note_at(notes, i)->seq == seq;
}

/* A frame can have ten thousands of records, so none of them may cost a look at all others: new
 * ones lie behind the furthest, known ones are asked for one after the other. */
struct record_note *record_notes_find(struct record_notes *notes, guint32 frame, guint32 seq)
{
    const guint count = count_of(notes);
    guint i = notes->expected;

    if (is_last_frame(notes, frame) && (gint32)(seq - notes->furthest) > 0)
        return NULL;
    if (!is_note(notes, i, frame, seq))
        for (i = count != 0 ? lower_bound(notes->array, frame) : 0;
             i < count && note_at(notes, i)->frame == frame; i++)
            if (note_at(notes, i)->seq == seq)
                break;
    if (!is_note(notes, i, frame, seq))
        return NULL;
    notes->expected = i + 1;
    return note_at(notes, i);
}

const struct rare_note *record_note_rare(const struct record_note *note)
{
    static const struct rare_note nothing;

    return note->rare != NULL ? note->rare : &nothing;
}

struct rare_note *record_note_add_rare(struct record_note *note)
{
    if (note->rare == NULL)
        note->rare = wmem_new0(wmem_file_scope(), struct rare_note);
    return note->rare;
}

void record_note_show_keys(struct record_note *note, struct security_parameters *parameters)
{
    record_note_add_rare(note)->shown_keys = parameters;
    parameters->shown_in = note->frame;
}

gboolean record_note_is_trusted(const struct record_note *note)
{
    return note->error == LEGACYSSL_OK &&
           (note->mac_status == LEGACYSSL_GOOD || note->mac_status == LEGACYSSL_NOT_PRESENT ||
            preferences_hand_on_unverified());
}
