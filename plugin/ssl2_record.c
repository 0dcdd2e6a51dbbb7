/* ssl2_record.c - the record layer of SSL 2.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2_record.h"

#include "conversation.h"
#include "fields.h"
#include "protected_record.h"
#include "record_header.h"
#include "ssl2_keys.h"

#include <epan/expert.h>

#define CLEAR_ERROR_LEN 3

/* draft-hickman 5.4: bodies are encrypted once both sides have what they need for the keys: for the
 * client after it has sent CLIENT-MASTER-KEY, for the server after it has received it, or both
 * after a SESSION-ID-HIT. An ERROR before that is in the clear. */
static gboolean is_encrypted(const struct legacyssl_conversation *conversation,
                             enum legacyssl_side side, struct legacyssl_bytes body)
{
    const struct ssl2_handshake *handshake = &conversation->ssl2;
    const gboolean is_clear_error = body.len == CLEAR_ERROR_LEN && body.data[0] == SSL2_ERROR;

    if (conversation->sender[side].connection != NULL)
        return TRUE;
    return handshake->has_server_hello &&
           (handshake->is_resumed || handshake->has_client_master_key) && !is_clear_error;
}

/* The sender goes over to encryption with this record, its first. */
static void begin_encryption(struct legacyssl_conversation *conversation,
                             const struct protected_record *p, struct record_note *note)
{
    struct sender *sender = &conversation->sender[p->side];
    struct ssl2_handshake *handshake = &conversation->ssl2;

    if (handshake->connection == NULL) {
        handshake->connection = ssl2_find_keys(handshake, p->side, &p->record);
        note->shown_keys = handshake->connection;
    }
    sender->connection = handshake->connection;
    if (sender->connection->has_keys)
        connection_start(sender->connection, p->side, &sender->position);
}

static void open_protected(struct legacyssl_conversation *conversation, struct protected_record *p,
                           struct record_note *note, packet_info *pinfo)
{
    struct sender *sender = &conversation->sender[p->side];

    if (sender->connection == NULL)
        begin_encryption(conversation, p, note);
    note->connection = sender->connection;
    if (!sender->connection->has_keys || note->is_cut_short)
        return;
    protected_record_open(p, sender, note, pinfo);
    if (!record_note_is_trusted(note))
        return;
    const struct legacyssl_bytes data = protected_record_data(p);
    note->content =
        ssl2_is_handshake(conversation, p->side, data) ? CONTENT_HANDSHAKE : CONTENT_APP_DATA;
    if (note->content == CONTENT_HANDSHAKE)
        ssl2_message_seen(conversation, p->side, data, note);
}

static struct record_note *first_visit(struct legacyssl_conversation *conversation,
                                       struct protected_record *p, packet_info *pinfo,
                                       guint32 position, gboolean is_cut_short)
{
    struct sender *sender = &conversation->sender[p->side];
    struct record_note *note = record_notes_add(&sender->notes, pinfo->num, position);

    note->is_cut_short = is_cut_short;
    p->record.sequence = note->sequence = (guint32)sender->sequence++;
    if (is_encrypted(conversation, p->side, p->record.body)) {
        open_protected(conversation, p, note, pinfo);
    } else {
        note->content = CONTENT_HANDSHAKE;
        ssl2_message_seen(conversation, p->side, p->record.body, note);
    }
    return note;
}

static void draw_plaintext(struct legacyssl_conversation *conversation,
                           const struct protected_record *p, struct record_note *note,
                           tvbuff_t *data, packet_info *pinfo, proto_tree *tree)
{
    if (note->content == CONTENT_HANDSHAKE)
        ssl2_message_draw(data, pinfo, tree, note);
    else if (note->content == CONTENT_APP_DATA)
        app_data_dissect(conversation, p->side, note, data, pinfo, tree);
    else
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Unverified Record");
}

static void draw_body(struct legacyssl_conversation *conversation, struct protected_record *p,
                      struct record_note *note, packet_info *pinfo, proto_tree *tree)
{
    if (note->connection == NULL) {
        if (p->record.body.len != 0)
            ssl2_message_draw(p->body_tvb, pinfo, tree, note);
        return;
    }
    if (note->connection->has_keys && !note->is_cut_short && p->plaintext == NULL)
        protected_record_reopen(p, pinfo);
    tvbuff_t *data = protected_record_draw(p, pinfo, tree);
    if (data != NULL)
        draw_plaintext(conversation, p, note, data, pinfo, tree);
    else
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Encrypted Record");
}

static void draw_facts(const struct record_note *note, tvbuff_t *tvb, packet_info *pinfo,
                       proto_tree *tree)
{
    proto_item_set_generated(
        proto_tree_add_uint(tree, hf_sequence_number, tvb, 0, 0, note->sequence));
    if (note->is_cut_short)
        proto_tree_add_expert(tree, pinfo, &ei_record_cut_short, tvb, 0, -1);
}

void ssl2_record_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         struct legacyssl_conversation *conversation, guint32 position)
{
    const struct record_header header = record_header_parse(tvb, 0);
    struct protected_record p = {.side = legacyssl_conversation_side(conversation, pinfo)};
    struct sender *sender = &conversation->sender[p.side];
    proto_tree *record_tree =
        proto_tree_add_subtree(tree, tvb, 0, -1, ett_record, NULL, "SSL 2.0 Record");

    p.body_tvb = tvb_new_subset_remaining(tvb, header.size);
    p.record.padding = header.padding;
    p.record.body.len = tvb_captured_length(p.body_tvb);
    if (p.record.body.len != 0)
        p.record.body.data = tvb_get_ptr(p.body_tvb, 0, -1);
    record_header_draw(&header, tvb, record_tree);

    struct record_note *note = record_notes_find(&sender->notes, pinfo->num, position);
    if (note == NULL && !pinfo->fd->visited)
        note = first_visit(conversation, &p, pinfo, position, p.record.body.len < header.length);
    if (note == NULL)
        return;
    p.note = note;
    p.record.sequence = note->sequence;
    draw_facts(note, tvb, pinfo, record_tree);
    draw_body(conversation, &p, note, pinfo, record_tree);
}
