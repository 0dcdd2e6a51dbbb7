/* record_note.c - what the first pass found out about each record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state/record_note.h"

#include "secrets/security_parameters.h"
#include "wireshark/preferences.h"

#define FIRST_NOTES 3 /* most connections are short */
#define FREE_NOTES 1024
#define LEAST_LENGTH 6 /* of records on the average, if there are more */

static struct record_note *note_at(const struct record_notes *notes, guint i)
{
    return &notes->array[i];
}

/* Whether the frame is the last one that has notes. */
static gboolean is_last_frame(const struct record_notes *notes, guint32 frame)
{
    return notes->count != 0 && note_at(notes, notes->count - 1)->frame == frame;
}

/* Twice the room would be half of it in vain. */
static void grow(struct record_notes *notes)
{
    notes->room += MAX(notes->room / 4, FIRST_NOTES);
    notes->array =
        wmem_realloc(wmem_file_scope(), notes->array, notes->room * sizeof *notes->array);
}

struct record_note *record_notes_add(struct record_notes *notes, guint32 frame, guint32 seq,
                                     gsize len)
{
    const struct record_note note = {
        .frame = frame,
        .seq = seq,
        .mac_status = LEGACYSSL_UNVERIFIED,
        .verify_status = LEGACYSSL_NOT_PRESENT,
    };

    if (notes->count >= FREE_NOTES && notes->bytes + len < (guint64)notes->count * LEAST_LENGTH)
        return NULL;
    if (notes->count == notes->room)
        grow(notes);
    if (!is_last_frame(notes, frame) || (gint32)(seq - notes->furthest) > 0)
        notes->furthest = seq;
    notes->bytes += len;
    notes->array[notes->count] = note;
    return note_at(notes, notes->count++);
}

/* The first note of `frame` or of a later one. */
static guint lower_bound(const struct record_notes *notes, guint32 frame)
{
    guint low = 0, high = notes->count;

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (note_at(notes, middle)->frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gboolean is_note(const struct record_notes *notes, guint i, guint32 frame, guint32 seq)
{
    return i < notes->count && note_at(notes, i)->frame == frame && note_at(notes, i)->seq == seq;
}

/* A frame can have ten thousands of records, so none of them may cost a look at all others: new
 * ones lie behind the furthest, known ones are asked for one after the other. */
struct record_note *record_notes_find(struct record_notes *notes, guint32 frame, guint32 seq)
{
    guint i = notes->expected;

    if (is_last_frame(notes, frame) && (gint32)(seq - notes->furthest) > 0)
        return NULL;
    if (!is_note(notes, i, frame, seq))
        for (i = lower_bound(notes, frame); i < notes->count && note_at(notes, i)->frame == frame;
             i++)
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
