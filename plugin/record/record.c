/* record.c - the way of one record, the same for all protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/record.h"

#include "record/protected_record.h"
#include "record/protected_record_draw.h"
#include "show/fields.h"
#include "show/keys_tree.h"
#include "show/lost_draw.h"
#include "show/record_title.h"
#include "state/conversation.h"
#include "statistics/plain_tap.h"
#include "statistics/taps.h"
#include "secrets/security_parameters.h"
#include "application/follow_stream.h"
#include "show/builtin_fields.h"
#include "application/app_dissector.h"

#include <epan/expert.h>

/* ---- first visit ---------------------------------------------------------------------------- */

static gsize wire_len(const struct protected_record *p)
{
    return p->header.size + tvb_reported_length(p->body_tvb);
}

/* The record's number; that of an encrypted one counts from ChangeCipherSpec on where those in the
 * clear have none. */
static void number(struct sender *sender, struct protected_record *p, gboolean is_encrypted)
{
    if (is_encrypted || p->layer->counts_clear)
        sender->sequence = p->record.sequence + 1;
}

static void open_protected(struct legacyssl_conversation *conversation, struct protected_record *p,
                           struct record_note *note, packet_info *pinfo)
{
    struct sender *sender = &conversation->sender[p->side];
    struct legacyssl_bytes data;

    note->parameters = sender->parameters;
    if (!sender->parameters->has_keys)
        lost_records_note(sender, note);
    if (note->is_cut_short)
        protected_record_skip(p, conversation, note);
    else if (sender->parameters->has_keys)
        protected_record_open(p, conversation, note, pinfo);
    const gboolean is_open = p->plaintext != NULL && record_note_is_trusted(note);
    if (is_open)
        data = protected_record_data(p);
    conversation->is_opened |= is_open;
    p->layer->opened(conversation, p, is_open ? &data : NULL, note);
}

/* A record in the clear that has a number. */
static void count_clear(struct sender *sender, const struct protected_record *p,
                        struct record_note *note)
{
    lost_records_note(sender, note);
    if (note->is_cut_short)
        lost_records_begin(sender, note->seq, p->record.sequence,
                           lost_segments_take_missing(sender));
    if (lost_records_is_open(sender))
        lost_records_skip(sender, p->side, wire_len(p), 0);
}

static void begin_encryption(struct legacyssl_conversation *conversation,
                             struct protected_record *p, struct record_note *note)
{
    struct sender *sender = &conversation->sender[p->side];

    p->layer->begin_encryption(conversation, p, note);
    lost_records_have_keys(sender);
}

static struct record_note *first_visit(struct legacyssl_conversation *conversation,
                                       struct protected_record *p, packet_info *pinfo, guint32 seq)
{
    struct sender *sender = &conversation->sender[p->side];
    struct record_note *note = record_notes_add(&sender->notes, pinfo->num, seq, wire_len(p));

    lost_segments_record(sender, seq, (guint32)wire_len(p));
    trials_earn(&sender->trials, wire_len(p));
    p->record.sequence = sender->sequence;
    if (note == NULL) {
        number(sender, p, sender->parameters != NULL);
        return NULL;
    }
    note->is_cut_short = p->record.body.len < p->header.length;
    const gboolean is_encrypted = p->layer->is_encrypted(conversation, p);
    if (is_encrypted && sender->parameters == NULL)
        begin_encryption(conversation, p, note);
    number(sender, p, is_encrypted);
    note->sequence = (guint32)p->record.sequence;
    if (is_encrypted) {
        open_protected(conversation, p, note, pinfo);
    } else {
        if (p->layer->counts_clear)
            count_clear(sender, p, note);
        p->layer->clear_seen(conversation, p, note);
    }
    if (note->verify_status == LEGACYSSL_BAD && lost_records_any(conversation))
        note->verify_status = LEGACYSSL_UNVERIFIED;
    return note;
}

/* The record that tvb holds. FALSE if none can begin there. */
static gboolean read_record(struct protected_record *p, tvbuff_t *tvb)
{
    if (!p->layer->parse_header(tvb, 0, &p->header))
        return FALSE;
    p->body_tvb = tvb_new_subset_remaining(tvb, p->header.size);
    p->record = (struct legacyssl_record){
        .type = p->header.type,
        .version = p->header.version,
        .padding = p->header.padding,
        .body.len = tvb_captured_length(p->body_tvb),
    };
    if (p->record.body.len != 0)
        p->record.body.data = tvb_get_ptr(p->body_tvb, 0, -1);
    return TRUE;
}

/* ---- drawing -------------------------------------------------------------------------------- */

static proto_tree *draw_record(const struct protected_record *p, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree *subtree = record_title_draw(tree, tvb, p->layer->column);

    builtin_field_record(subtree, tvb);
    p->layer->draw_header(&p->header, tvb, subtree);
    return subtree;
}

static void draw_facts(const struct protected_record *p, tvbuff_t *tvb, packet_info *pinfo,
                       proto_tree *tree)
{
    const struct record_note *note = p->note;

    if (!note->is_number_open && (note->parameters != NULL || p->layer->counts_clear)) {
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_sequence_number, tvb, 0, 0, note->sequence));
        builtin_twin_uint(tree, hf_sequence_number, tvb, note->sequence);
    }
    if (note->is_cut_short)
        proto_tree_add_expert(tree, pinfo, &ei_record_cut_short, tvb, 0, -1);
    lost_note_draw(record_note_rare(note)->lost, tvb, pinfo, tree);
}

static void draw_closed(const struct protected_record *p, packet_info *pinfo, proto_tree *tree)
{
    const char *kind = p->layer->title != NULL ? p->layer->title(&p->header) : "Record";

    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ",
                       p->header.is_escape ? "Encrypted Security Escape" : "Encrypted Record");
    record_title_add_encrypted(tree, p->header.is_escape ? "Security Escape" : kind);
}

static void draw_distrusted(const struct record_note *note, packet_info *pinfo, proto_tree *tree)
{
    const char *what = note->mac_status == LEGACYSSL_BAD ? "Bad MAC" : "Unverified Record";

    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", what);
    record_title_add(tree, what);
}

/* Of what can't be read, the length is known about; handshake messages are no part of the stream. */
static void tap_plain(const struct legacyssl_conversation *conversation,
                      const struct protected_record *p, tvbuff_t *content, packet_info *pinfo)
{
    if (content != NULL && record_note_is_trusted(p->note))
        plain_tap_opened(conversation, p->side, p->note, pinfo);
    else if (p->layer->holds_app_data == NULL || p->layer->holds_app_data(&p->header))
        plain_tap_gap(conversation, p->side,
                      content != NULL ? tvb_captured_length(content) : p->header.length, pinfo);
}

static void draw_encrypted(struct legacyssl_conversation *conversation, struct protected_record *p,
                           struct record_note *note, packet_info *pinfo, proto_tree *tree)
{
    if (!pinfo->fd->visited)
        app_dissector_prepare(conversation, pinfo);
    tvbuff_t *content = protected_record_draw(p, conversation, pinfo, tree);

    if (note->parameters->has_keys)
        tap_plain(conversation, p, content, pinfo);
    if (content == NULL && p->layer->draw_in_clear != NULL &&
        p->layer->draw_in_clear(p, pinfo, tree))
        return;
    if (content == NULL)
        draw_closed(p, pinfo, tree);
    else if (!record_note_is_trusted(note))
        draw_distrusted(note, pinfo, tree);
    else
        p->layer->draw_content(conversation, p, note, content, pinfo, tree);
}

static void draw_clear(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree)
{
    if (record_note_rare(note)->shown_keys != NULL)
        keys_tree_draw(record_note_rare(note)->shown_keys, pinfo, tree, p->body_tvb);
    p->layer->draw_clear(conversation, p, note, pinfo, tree);
}

static void no_record(const struct record_layer *layer, struct sender *sender, tvbuff_t *tvb,
                      packet_info *pinfo, proto_tree *tree)
{
    if (!pinfo->fd->visited)
        lost_segments_search(sender);
    layer->draw_no_record(tvb, pinfo, tree);
}

void record_dissect(const struct record_layer *layer, tvbuff_t *tvb, packet_info *pinfo,
                    proto_tree *tree, struct legacyssl_conversation *conversation,
                    enum legacyssl_side side, guint32 seq)
{
    struct protected_record p = {.layer = layer, .side = side};
    struct sender *sender = &conversation->sender[p.side];

    if (!read_record(&p, tvb)) {
        no_record(layer, sender, tvb, pinfo, tree);
        return;
    }
    struct record_note *note = record_notes_find(&sender->notes, pinfo->num, seq);
    if (note == NULL && !pinfo->fd->visited)
        note = first_visit(conversation, &p, pinfo, seq);
    if (note == NULL)
        return;
    p.note = note;
    p.record.sequence = note->sequence;
    proto_tree *record_tree = draw_record(&p, tvb, tree);
    taps_record(conversation, note, pinfo);
    if (side == LEGACYSSL_CLIENT)
        follow_stream_client(pinfo);
    draw_facts(&p, tvb, pinfo, record_tree);
    if (note->parameters != NULL)
        draw_encrypted(conversation, &p, note, pinfo, record_tree);
    else
        draw_clear(conversation, &p, note, pinfo, record_tree);
}
