/* record_flow.c - the way of one record of SSL 2.0 or PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record_flow.h"

#include "conversation.h"
#include "fields.h"
#include "pct1_record.h"
#include "protected_record.h"
#include "record_header.h"
#include "security_escape.h"
#include "ssl2_record.h"
#include "taps.h"

#include <epan/expert.h>

static const struct record_flow *const flows[LEGACYSSL_PROTOCOLS] = {
    [LEGACYSSL_SSL2] = &ssl2_flow,
    [LEGACYSSL_PCT1] = &pct1_flow,
};

static void open_protected(const struct record_flow *flow,
                           struct legacyssl_conversation *conversation, struct protected_record *p,
                           struct record_note *note, packet_info *pinfo)
{
    struct sender *sender = &conversation->sender[p->side];
    struct legacyssl_bytes data;

    if (sender->connection == NULL) {
        sender_change_keys(sender, p->side, flow->begin_encryption(conversation, p, note));
        note->sequence = (guint32)p->record.sequence;
    }
    note->connection = sender->connection;
    if (sender->connection->has_keys && !note->is_cut_short)
        protected_record_open(p, conversation, note, pinfo);
    const gboolean is_open = p->plaintext != NULL && record_note_is_trusted(note);
    if (is_open)
        data = protected_record_data(p);
    flow->opened(conversation, p, is_open ? &data : NULL, note);
}

static struct record_note *first_visit(const struct record_flow *flow,
                                       struct legacyssl_conversation *conversation,
                                       struct protected_record *p, packet_info *pinfo,
                                       guint32 position, gboolean is_cut_short)
{
    struct sender *sender = &conversation->sender[p->side];
    struct record_note *note = record_notes_add(&sender->notes, pinfo->num, position);

    note->is_cut_short = is_cut_short;
    p->record.sequence = note->sequence = (guint32)sender->sequence++;
    if (flow->is_encrypted(conversation, p)) {
        open_protected(flow, conversation, p, note, pinfo);
    } else {
        note->content = CONTENT_HANDSHAKE;
        flow->message_seen(conversation, p->side, p->record.body, note);
    }
    return note;
}

static void draw_plaintext(const struct record_flow *flow,
                           struct legacyssl_conversation *conversation,
                           const struct protected_record *p, struct record_note *note,
                           tvbuff_t *data, packet_info *pinfo, proto_tree *tree)
{
    switch (note->content) {
    case CONTENT_HANDSHAKE:
        flow->message_draw(data, pinfo, tree, note);
        break;
    case CONTENT_APP_DATA:
        app_data_dissect(conversation, p->side, note, data, pinfo, tree);
        break;
    case CONTENT_ESCAPE:
        security_escape_draw(data, pinfo, tree);
        break;
    case CONTENT_OUT_OF_BAND:
        out_of_band_draw(data, pinfo, tree);
        break;
    default:
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Unverified Record");
        break;
    }
}

static void draw_body(const struct record_flow *flow, struct legacyssl_conversation *conversation,
                      struct protected_record *p, struct record_note *note, packet_info *pinfo,
                      proto_tree *tree)
{
    if (note->connection == NULL) {
        if (p->record.body.len != 0)
            flow->message_draw(p->body_tvb, pinfo, tree, note);
        return;
    }
    if (note->connection->has_keys && !note->is_cut_short && p->plaintext == NULL)
        protected_record_reopen(p, pinfo);
    tvbuff_t *data = protected_record_draw(p, pinfo, tree);
    if (data != NULL)
        draw_plaintext(flow, conversation, p, note, data, pinfo, tree);
    else
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ",
                           p->is_escape ? "Encrypted Security Escape" : "Encrypted Record");
}

static void draw_facts(const struct record_note *note, tvbuff_t *tvb, packet_info *pinfo,
                       proto_tree *tree)
{
    if (!note->is_number_open)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_sequence_number, tvb, 0, 0, note->sequence));
    if (note->is_cut_short)
        proto_tree_add_expert(tree, pinfo, &ei_record_cut_short, tvb, 0, -1);
}

void record_flow_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         struct legacyssl_conversation *conversation, guint32 position)
{
    const enum legacyssl_protocol protocol =
        legacyssl_conversation_protocol(conversation, pinfo->num);
    const struct record_flow *flow = flows[protocol];
    const struct record_header header = record_header_parse(tvb, 0);
    struct protected_record p = {
        .side = legacyssl_conversation_side(conversation, pinfo),
        .is_escape = header.is_escape,
    };
    proto_tree *record_tree = proto_tree_add_subtree_format(
        tree, tvb, 0, -1, ett_record, NULL, "%s Record", legacyssl_protocol_name(protocol));

    p.body_tvb = tvb_new_subset_remaining(tvb, header.size);
    p.record.padding = header.padding;
    p.record.body.len = tvb_captured_length(p.body_tvb);
    if (p.record.body.len != 0)
        p.record.body.data = tvb_get_ptr(p.body_tvb, 0, -1);
    record_header_draw(&header, tvb, record_tree);

    struct record_note *note =
        record_notes_find(&conversation->sender[p.side].notes, pinfo->num, position);
    if (note == NULL && !pinfo->fd->visited)
        note =
            first_visit(flow, conversation, &p, pinfo, position, p.record.body.len < header.length);
    if (note == NULL)
        return;
    p.note = note;
    p.record.sequence = note->sequence;
    taps_record(conversation, note, pinfo);
    draw_facts(note, tvb, pinfo, record_tree);
    draw_body(flow, conversation, &p, note, pinfo, record_tree);
}
