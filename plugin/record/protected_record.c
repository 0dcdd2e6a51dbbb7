/* protected_record.c - an encrypted record: opened, and opened again on later visits
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/protected_record.h"

#include "application/app_data.h"
#include "state/conversation.h"
#include "secrets/write_states.h"


#include <string.h>

/* A record that its sender can't have sent: it is not counted, and leaves the cipher where it was.
 */
static void go_back(struct sender *sender, const struct protected_record *p,
                    const struct record_note *note)
{
    sender->sequence = p->record.sequence;
    sender->checkpoint = note->checkpoint;
    checkpoint_restore(note->parameters->secrets.suite, &note->checkpoint, sender->position);
}

/* Look into a bad MAC, and go on where the sender really stands. */
static void look_into(struct legacyssl_conversation *conversation, struct protected_record *p,
                      struct record_note *note)
{
    struct sender *sender = &conversation->sender[p->side];
    guint64 sequence = p->record.sequence;

    note->diagnosis = (guint8)diagnose(conversation, p->side, note, &p->record,
                                       p->layer->other_header, &sequence);
    if (note->diagnosis == DIAGNOSIS_RECORDS_MISSING)
        sender->sequence = sequence + 1;
    else if (note->diagnosis == DIAGNOSIS_REPLAYED || note->diagnosis == DIAGNOSIS_REFLECTED)
        go_back(sender, p, note);
}

/* RFC 7366; counts for block ciphers only. */
static gboolean is_encrypt_then_mac(const struct security_parameters *parameters)
{
    return parameters->options.encrypt_then_mac && parameters->secrets.suite->cipher->iv_size != 0;
}

/* RFC 7366 3: the MAC covers the ciphertext, but in TLS 1.0 not the IV, which is the end of the
 * record before. If that did not verify, a good MAC does not speak for the first block. A record
 * that left the cipher where it was (go_back) casts no doubt. */
static void doubt_chain(struct sender *sender, const struct protected_record *p,
                        struct record_note *note)
{
    const gboolean is_good = note->error == LEGACYSSL_OK && note->mac_status == LEGACYSSL_GOOD;

    if (sender->sequence == p->record.sequence)
        return;
    const gboolean is_doubtful = sender->is_chain_doubtful;
    sender->is_chain_doubtful = is_encrypt_then_mac(note->parameters) && !is_good;
    if (is_good && is_doubtful && is_encrypt_then_mac(note->parameters))
        note->mac_status = LEGACYSSL_UNVERIFIED;
}

/* ---- behind a gap ---------------------------------------------------------------------------- */

/* CBC goes on from the last ciphertext before the record, if that is there. FALSE if no record can
 * verify without. */
static gboolean find_chain(struct sender *sender, const struct record_note *note,
                           enum legacyssl_side side)
{
    const struct legacyssl_write_state *state = parameters_write_state(note->parameters, side);
    const gsize block = note->parameters->secrets.suite->cipher->iv_size;
    guint8 end[SEGMENT_TAIL];

    if (block == 0 || !sender->is_chain_doubtful)
        return TRUE;
    const gsize len = block + legacyssl_clear_len(state);
    const gboolean is_there =
        lost_segments_before(sender, note->seq, len, end) &&
        legacyssl_position_behind(state, (struct legacyssl_bytes){end, len}, sender->position);
    if (is_encrypt_then_mac(note->parameters))
        return TRUE; /* and the doubt stays */
    sender->is_chain_doubtful = !is_there;
    return is_there;
}

enum lost_outcome protected_record_find(const struct record_layer *layer, struct sender *sender,
                                        enum legacyssl_side side, const struct record_note *note,
                                        struct legacyssl_record *record, guint tries,
                                        guint32 *records)
{
    if (!find_chain(sender, note, side))
        return LOST_IV;
    return lost_records_find(sender, &layer->sizes, note->parameters, side, record, note->seq,
                             tries, records);
}

/* The record's number and the place of the cipher, if they can be found. */
static void look_behind_gap(struct sender *sender, struct protected_record *p,
                            struct record_note *note)
{
    struct lost_note *lost = lost_note_new(sender, LOST_UNREAD);

    lost->rest = app_data_give_up(sender);
    lost->outcome = protected_record_find(p->layer, sender, p->side, note, &p->record,
                                          LOST_RECORDS_MAX, &lost->records);
    record_note_add_rare(note)->lost = lost;
    note->is_number_open = lost->outcome != LOST_FOUND;
    if (lost->outcome != LOST_FOUND)
        return;
    note->sequence = (guint32)p->record.sequence;
    sender->sequence = p->record.sequence + 1;
    sender->checkpoint = (struct checkpoint){{{0}}};
    lost_records_end(sender);
}

/* The record verifies although its place was not found: it follows the last one. */
static void found_after_all(struct sender *sender, struct record_note *note)
{
    struct rare_note *rare = record_note_add_rare(note);
    struct lost_note *lost = wmem_memdup(wmem_file_scope(), rare->lost, sizeof *lost);

    lost->outcome = LOST_FOUND;
    rare->lost = lost;
    note->is_number_open = FALSE;
    lost_records_end(sender);
}

/* Behind a gap nothing is called bad: it is not known what would be right. What a header says that
 * has a type and a version counts; others may be none. */
static void stay_behind_gap(struct sender *sender, const struct protected_record *p,
                            struct record_note *note)
{
    if (note->mac_status != LEGACYSSL_UNVERIFIED && note->mac_status != LEGACYSSL_BAD) {
        found_after_all(sender, note);
        return;
    }
    note->mac_status = LEGACYSSL_UNVERIFIED;
    if (p->layer->has_type_and_version)
        lost_records_skip(sender, p->side, p->header.size + p->record.body.len, p->record.body.len);
    else if (record_note_rare(note)->lost != NULL &&
             record_note_rare(note)->lost->outcome == LOST_NOT_FOUND)
        lost_segments_search(sender);
}

/* Nothing has verified under these keys, and handshake messages may be missing. */
static void doubt_keys(struct sender *sender, struct record_note *note)
{
    note->mac_status = LEGACYSSL_UNVERIFIED;
    record_note_add_rare(note)->lost = lost_note_new(sender, LOST_UNREAD);
}

void protected_record_skip(const struct protected_record *p,
                           struct legacyssl_conversation *conversation,
                           const struct record_note *note)
{
    struct sender *sender = &conversation->sender[p->side];
    const gsize body = tvb_reported_length(p->body_tvb);

    lost_records_begin(sender, note->seq, p->record.sequence, lost_segments_take_missing(sender));
    lost_records_skip(sender, p->side, p->header.size + body, body);
}

/* Records of either side, or messages that the keys depend on. */
static gboolean is_any_missing(const struct legacyssl_conversation *conversation,
                               const struct record_layer *layer)
{
    return lost_records_any(conversation) ||
           (layer->is_incomplete != NULL && layer->is_incomplete(conversation));
}

void protected_record_open(struct protected_record *p, struct legacyssl_conversation *conversation,
                           struct record_note *note, packet_info *pinfo)
{
    struct sender *sender = &conversation->sender[p->side];
    struct security_parameters *parameters = note->parameters;
    const struct legacyssl_suite *suite = parameters->secrets.suite;
    struct legacyssl_write_state *state = parameters_write_state(parameters, p->side);

    if (state == NULL)
        return;
    if (lost_records_is_open(sender))
        look_behind_gap(sender, p, note);
    note->checkpoint = checkpoint_take(suite, &sender->checkpoint, sender->position);
    p->note = note;
    p->plaintext = wmem_alloc(pinfo->pool, p->record.body.len + 1);
    note->error = (guint8)legacyssl_record_open(state, sender->position, &p->record, p->plaintext,
                                                &p->opened);
    note->mac_status = (guint8)p->opened.mac_status;
    checkpoint_advance(suite, &sender->checkpoint, p->opened.plaintext_len);
    if (note->error == LEGACYSSL_TOO_SHORT || note->error == LEGACYSSL_NOT_WHOLE_BLOCKS)
        go_back(sender, p, note);
    sender->has_verified |= note->mac_status == LEGACYSSL_GOOD;
    if (lost_records_is_open(sender))
        stay_behind_gap(sender, p, note);
    else if (note->mac_status == LEGACYSSL_BAD && !sender->has_verified &&
             is_any_missing(conversation, p->layer))
        doubt_keys(sender, note);
    else if (note->mac_status == LEGACYSSL_BAD)
        look_into(conversation, p, note);
    doubt_chain(sender, p, note);
}

/* The expected MAC is worth its time only where it is shown: beside a wrong one. */
void protected_record_reopen(struct protected_record *p, packet_info *pinfo)
{
    const struct record_note *note = p->note;
    struct legacyssl_write_state *state = parameters_write_state(note->parameters, p->side);
    struct legacyssl_position position;

    if (state == NULL)
        return;
    checkpoint_restore(note->parameters->secrets.suite, &note->checkpoint, &position);
    p->plaintext = wmem_alloc(pinfo->pool, p->record.body.len + 1);
    if (note->mac_status == LEGACYSSL_BAD)
        legacyssl_record_open(state, &position, &p->record, p->plaintext, &p->opened);
    else
        legacyssl_record_decrypt(state, &position, &p->record, p->plaintext, &p->opened);
    legacyssl_wipe(&position, sizeof position);
}

struct legacyssl_bytes protected_record_data(const struct protected_record *p)
{
    return (struct legacyssl_bytes){p->plaintext + p->opened.data_offset, p->opened.data_len};
}
