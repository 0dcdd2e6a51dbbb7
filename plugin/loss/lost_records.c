/* lost_records.c - where a sender's cipher stands behind records that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "loss/lost_records.h"

#include "secrets/secret_memory.h"
#include "secrets/write_states.h"
#include "state/conversation.h"


#include <string.h>

#define MAX_MISSING (256 << 20)

gboolean lost_records_is_open(const struct sender *sender)
{
    return sender->lost != NULL && sender->lost->is_open;
}

gboolean lost_records_any(const struct legacyssl_conversation *conversation)
{
    return conversation->sender[LEGACYSSL_CLIENT].lost != NULL ||
           conversation->sender[LEGACYSSL_SERVER].lost != NULL;
}

void lost_records_have_keys(struct sender *sender)
{
    if (!lost_records_is_open(sender) || !sender->parameters->has_keys)
        return;
    sender->is_chain_doubtful = TRUE;
    memcpy(&sender->lost->position, sender->position,
           legacyssl_position_size(sender->parameters->secrets.suite));
}

static void begin(struct sender *sender, guint32 from, guint64 sequence)
{
    struct lost_records *lost = sender->lost;

    trials_end(&sender->trials);
    lost->is_open = TRUE;
    lost->is_clear_before = sender->parameters == NULL;
    lost->from = from;
    lost->sequence = sequence;
    lost->seen = 0;
    lost->seen_len = lost->seen_encrypted = 0;
    if (sender->parameters != NULL)
        lost_records_have_keys(sender);
}

void lost_records_begin(struct sender *sender, guint32 from, guint64 sequence, guint32 missing)
{
    if (sender->lost == NULL)
        sender->lost = secret_alloc(sizeof *sender->lost);
    sender->is_chain_doubtful = TRUE;
    sender->lost->bytes += missing;
    if (!sender->lost->is_open)
        begin(sender, from, sequence);
}

void lost_records_skip(struct sender *sender, enum legacyssl_side side, gsize len, gsize body)
{
    struct lost_records *lost = sender->lost;
    struct legacyssl_write_state *state = NULL;

    if (sender->parameters != NULL && sender->parameters->has_keys)
        state = parameters_write_state(sender->parameters, side);
    lost->seen++;
    lost->seen_len += len;
    if (state != NULL)
        lost->seen_encrypted += body - MIN(body, legacyssl_clear_len(state));
}

void lost_records_end(struct sender *sender)
{
    if (sender->lost == NULL)
        return;
    sender->lost->is_open = FALSE;
    sender->lost->bytes = 0;
    trials_end(&sender->trials);
}

/* ---- trying ---------------------------------------------------------------------------------- */

/* One search: the record, and what the gap before it can hold. */
struct search {
    const struct record_sizes *sizes;
    struct trials *trials;
    struct security_parameters *parameters;
    enum legacyssl_side side;
    struct legacyssl_record *record;
    gboolean is_stream; /* a stream cipher */
    gsize unknown;      /* bytes of the gap of which no record header is known */
    gsize least, most;  /* so many records they can be */
    gsize tries;        /* how many of these numbers are worth it */
    gsize overhead;     /* of each record, what is not encrypted */
};

static gboolean prepare(struct search *search, const struct sender *sender, guint32 at)
{
    const struct lost_records *lost = sender->lost;
    const struct legacyssl_suite *suite = search->parameters->secrets.suite;
    struct legacyssl_write_state *state = parameters_write_state(search->parameters, search->side);
    const gsize header = search->sizes->header;
    const gsize change = lost->is_clear_before ? search->sizes->change_cipher_spec : 0;
    const gsize missing = at - lost->from - change;

    if (state == NULL || missing < lost->seen_len || missing > MAX_MISSING)
        return FALSE;
    search->is_stream = suite->cipher->iv_size == 0;
    search->unknown = missing - lost->seen_len;
    search->overhead = header + legacyssl_clear_len(state);
    search->least = search->unknown != 0 && change == 0;
    search->most = search->unknown / (header + legacyssl_min_body(state));
    search->most = MIN(MAX(search->most, search->least), LOST_RECORDS_MAX);
    return TRUE;
}

/* Whether the record verifies behind `records` that are missing. `start` is where RC4 would stand
 * behind `most` of them; each one less leaves more to the keystream. */
static enum lost_outcome is_behind(const struct search *search, const struct lost_records *lost,
                                   const struct legacyssl_position *start, gsize records,
                                   struct legacyssl_position *position)
{
    const gsize skipped = search->is_stream ? (search->most - records) * search->overhead : 0;

    if (!trials_pay(search->trials,
                    TRIAL_COST + search->record->body.len + skipped / SKIPPED_PER_BYTE))
        return LOST_TOO_MANY;
    search->record->sequence = lost->sequence + lost->seen + records;
    *position = *start;
    legacyssl_position_skip(search->parameters->secrets.suite, position, skipped);
    return parameters_verifies_at(search->parameters, search->side, *position, search->record)
               ? LOST_FOUND
               : LOST_NOT_FOUND;
}

/* What can't be a record need not be tried: its length says so. */
static gboolean can_be_record(const struct search *search)
{
    const struct legacyssl_write_state *state =
        parameters_write_state(search->parameters, search->side);
    const gsize block = search->parameters->secrets.suite->cipher->iv_size;
    const gsize len = search->record->body.len;

    return len >= legacyssl_min_body(state) &&
           (block == 0 || (len - legacyssl_clear_len(state)) % block == 0);
}

/* Where all records that are missing leave RC4 at least. FALSE if that is too far. */
static gboolean farthest_back(const struct search *search, const struct lost_records *lost,
                              struct legacyssl_position *start)
{
    const gsize headers = search->most * search->overhead;
    const gsize encrypted = lost->seen_encrypted + search->unknown - MIN(search->unknown, headers);

    if (!trials_pay(search->trials, encrypted / SKIPPED_PER_BYTE))
        return FALSE;
    *start = lost->position;
    legacyssl_position_skip(search->parameters->secrets.suite, start, encrypted);
    return TRUE;
}

static enum lost_outcome try_numbers(const struct search *search, const struct lost_records *lost,
                                     const struct legacyssl_position *start,
                                     struct legacyssl_position *position, guint32 *records)
{
    const gsize end = MIN(search->most + 1, search->least + search->tries);
    enum lost_outcome outcome = LOST_NOT_FOUND;

    for (gsize number = search->least; number < end && outcome == LOST_NOT_FOUND; number++) {
        outcome = is_behind(search, lost, start, number, position);
        *records = (guint32)(number + lost->seen);
    }
    return outcome;
}

/* Where the handshake's end is in the gap, and an unknown part of it in the clear: mostly nothing
 * but that message was encrypted then. SSL 2.0 counts CLIENT-MASTER-KEY, too. */
static gboolean is_behind_finished(const struct search *search, const struct lost_records *lost,
                                   struct legacyssl_position *position)
{
    const struct legacyssl_secrets *secrets = &search->parameters->secrets;
    struct search behind = *search;

    if (lost->seen != 0 || search->sizes->finished == NULL)
        return FALSE;
    struct legacyssl_position start = lost->position;
    legacyssl_position_skip(
        secrets->suite, &start,
        search->sizes->finished(secrets) +
            legacyssl_min_body(parameters_write_state(search->parameters, search->side)));
    behind.most = search->sizes->finished_records;
    const gboolean is_there = is_behind(&behind, lost, &start, behind.most, position) == LOST_FOUND;
    legacyssl_wipe(&start, sizeof start);
    return is_there;
}

/* The search as such; *position is where the record begins. */
static enum lost_outcome find_position(struct search *search, const struct lost_records *lost,
                                       struct legacyssl_position *position, guint32 *records)
{
    if (!can_be_record(search))
        return LOST_NOT_FOUND;
    if (!search->is_stream)
        return try_numbers(search, lost, position, position, records);
    struct legacyssl_position start;
    if (!farthest_back(search, lost, &start))
        return LOST_TOO_MANY;
    const enum lost_outcome outcome = try_numbers(search, lost, &start, position, records);
    legacyssl_wipe(&start, sizeof start);
    if (outcome != LOST_NOT_FOUND || !lost->is_clear_before)
        return outcome;
    if (is_behind_finished(search, lost, position)) {
        *records = (guint32)(search->record->sequence - lost->sequence);
        return LOST_FOUND;
    }
    search->overhead = 0; /* all that is missing was in the clear */
    return try_numbers(search, lost, &lost->position, position, records);
}

enum lost_outcome lost_records_find(struct sender *sender, const struct record_sizes *sizes,
                                    struct security_parameters *parameters,
                                    enum legacyssl_side side, struct legacyssl_record *record,
                                    guint32 at, guint tries, guint32 *records)
{
    const gsize size = legacyssl_position_size(parameters->secrets.suite);
    const guint64 sequence = record->sequence;
    struct search search = {
        .sizes = sizes,
        .trials = &sender->trials,
        .parameters = parameters,
        .side = side,
        .record = record,
        .tries = tries,
    };
    struct legacyssl_position position = {{{0}}};

    if (!prepare(&search, sender, at))
        return LOST_TOO_MANY;
    memcpy(&position, sender->position, size);
    const enum lost_outcome outcome = find_position(&search, sender->lost, &position, records);
    if (outcome == LOST_FOUND)
        memcpy(sender->position, &position, size);
    else
        record->sequence = sequence;
    legacyssl_wipe(&position, sizeof position);
    return outcome;
}

/* ---- notes ----------------------------------------------------------------------------------- */

struct lost_note *lost_note_new(struct sender *sender, enum lost_outcome outcome)
{
    struct lost_note *note = wmem_new0(wmem_file_scope(), struct lost_note);

    note->outcome = outcome;
    if (sender->lost == NULL)
        return note;
    note->bytes = sender->lost->bytes;
    sender->lost->bytes = 0;
    return note;
}

void lost_records_note(struct sender *sender, struct record_note *note)
{
    if (sender->lost != NULL && sender->lost->bytes != 0)
        record_note_add_rare(note)->lost = lost_note_new(sender, LOST_UNREAD);
}
