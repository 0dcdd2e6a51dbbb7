/* diagnosis.c - why the MAC of a record does not match
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "loss/diagnosis.h"

#include "state/conversation.h"
#include "secrets/write_states.h"

/* Bounds, so that a stream of bad records costs little more than one of good ones. */
#define MAX_DIAGNOSES 64 /* of one sender */
#define MAX_LOOK_BACK 16
#define MAX_LOOK_AHEAD 16

/* A record, read as if `side` had sent it from `checkpoint` on. */
struct attempt {
    struct security_parameters *parameters;
    enum legacyssl_side side;
    struct checkpoint checkpoint;
    struct legacyssl_record record;
};

static gboolean verifies(const struct attempt *attempt)
{
    struct legacyssl_position position;

    checkpoint_restore(attempt->parameters->secrets.suite, &attempt->checkpoint, &position);
    const gboolean is_good =
        parameters_verifies_at(attempt->parameters, attempt->side, position, &attempt->record);
    legacyssl_wipe(&position, sizeof position);
    return is_good;
}

/* The record header is in the MAC, or says what is padding. */
static gboolean header_was_changed(struct attempt attempt, other_header_function other_header)
{
    for (guint i = 0; other_header(&attempt.record, i); i++)
        if (verifies(&attempt))
            return TRUE;
    return FALSE;
}

/* Whether the record verifies in place of one of the latest that `sender` has sent. */
static gboolean is_earlier_record(struct attempt attempt, enum legacyssl_side side,
                                  const struct record_notes *notes)
{
    attempt.side = side;
    for (guint back = 1; back <= MIN(notes->count, MAX_LOOK_BACK); back++) {
        const struct record_note *note = &notes->array[notes->count - back];
        if (note->parameters != attempt.parameters || note->mac_status != LEGACYSSL_GOOD)
            continue;
        attempt.checkpoint = note->checkpoint;
        attempt.record.sequence = note->sequence;
        if (verifies(&attempt))
            return TRUE;
    }
    return FALSE;
}

static gboolean records_are_missing(struct attempt attempt, guint64 *sequence)
{
    for (guint ahead = 1; ahead <= MAX_LOOK_AHEAD; ahead++) {
        attempt.record.sequence++;
        if (verifies(&attempt)) {
            *sequence = attempt.record.sequence;
            return TRUE;
        }
    }
    return FALSE;
}

/* Records that verify in either direction come from the same secret. */
static gboolean is_right_secret(const struct legacyssl_conversation *conversation,
                                enum legacyssl_side side,
                                const struct security_parameters *parameters)
{
    const struct sender *other = &conversation->sender[other_side(side)];

    return conversation->sender[side].has_verified ||
           (other->has_verified && other->parameters == parameters);
}

/* What all attempts cost together at most. */
static gsize cost_of(const struct attempt *attempt, other_header_function other_header)
{
    struct legacyssl_record record = attempt->record;
    gsize attempts = 2 * MAX_LOOK_BACK + MAX_LOOK_AHEAD;

    for (guint i = 0; other_header(&record, i); i++)
        attempts++;
    return attempts *
           (TRIAL_COST + record.body.len +
            checkpoint_distance(attempt->parameters->secrets.suite, &attempt->checkpoint) /
                SKIPPED_PER_BYTE);
}

enum diagnosis diagnose(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        const struct record_note *note, const struct legacyssl_record *record,
                        other_header_function other_header, guint64 *sequence)
{
    const enum legacyssl_side other = other_side(side);
    struct sender *sender = &conversation->sender[side];
    const struct attempt attempt = {note->parameters, side, note->checkpoint, *record};

    if (sender->diagnoses++ >= MAX_DIAGNOSES ||
        !trials_pay(&sender->trials, cost_of(&attempt, other_header)))
        return DIAGNOSIS_NONE;
    if (header_was_changed(attempt, other_header))
        return DIAGNOSIS_HEADER_CHANGED;
    if (is_earlier_record(attempt, side, &sender->notes))
        return DIAGNOSIS_REPLAYED;
    if (is_earlier_record(attempt, other, &conversation->sender[other].notes))
        return DIAGNOSIS_REFLECTED;
    if (records_are_missing(attempt, sequence))
        return DIAGNOSIS_RECORDS_MISSING;
    return is_right_secret(conversation, side, note->parameters) ? DIAGNOSIS_DAMAGED
                                                                 : DIAGNOSIS_WRONG_SECRET;
}

const char *diagnosis_text(enum diagnosis diagnosis)
{
    static const char *const texts[] = {
        [DIAGNOSIS_NONE] = "not looked into, like many before it",
        [DIAGNOSIS_HEADER_CHANGED] =
            "it verifies with another record header: type, version or padding length was changed",
        [DIAGNOSIS_REPLAYED] =
            "it verifies in place of an earlier record of this sender: it was replayed",
        [DIAGNOSIS_REFLECTED] =
            "it verifies with the other side's secret: it was reflected to its sender",
        [DIAGNOSIS_RECORDS_MISSING] =
            "it verifies with a later sequence number: records before it are missing",
        [DIAGNOSIS_WRONG_SECRET] = "nothing has verified so far: is the secret in the key log "
                                   "another session's?",
        [DIAGNOSIS_DAMAGED] = "the record, or one just before it, was damaged or forged, or is "
                              "missing",
    };
    return texts[diagnosis];
}
