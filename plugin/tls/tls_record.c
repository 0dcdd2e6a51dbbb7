/* tls_record.c - the record layer of SSL 3.0 and TLS 1.0, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_record.h"

#include "state/conversation.h"
#include "show/fields.h"
#include "tls/inflate.h"
#include "show/keys_tree.h"
#include "record/protected_record.h"
#include "statistics/taps.h"
#include "tls/tls_content.h"

#include <epan/expert.h>

const value_string tls_content_types[] = {
    {TLS_CHANGE_CIPHER_SPEC, "Change Cipher Spec"},
    {TLS_ALERT, "Alert"},
    {TLS_HANDSHAKE, "Handshake"},
    {TLS_APPLICATION_DATA, "Application Data"},
    {TLS_HEARTBEAT, "Heartbeat"},
    {0, NULL},
};

struct tls_header {
    guint8 type;
    guint16 version, length;
};

static struct tls_header parse_header(tvbuff_t *tvb, gint offset)
{
    return (struct tls_header){
        .type = tvb_get_uint8(tvb, offset),
        .version = tvb_get_ntohs(tvb, offset + 1),
        .length = tvb_get_ntohs(tvb, offset + 3),
    };
}

static gboolean is_type_and_version(const guint8 *header)
{
    return header[0] >= TLS_CHANGE_CIPHER_SPEC && header[0] <= TLS_HEARTBEAT && header[1] == 3;
}

gboolean tls_is_record_header(const guint8 *header)
{
    return is_type_and_version(header) && (header[3] << 8 | header[4]) <= TLS_MAX_RECORD_BODY;
}

/* What is no record ends the dissection of this segment: there is no telling where one begins. */
guint tls_record_size(packet_info *pinfo _U_, tvbuff_t *tvb, int offset, void *data _U_)
{
    guint8 header[TLS_RECORD_HEADER];

    tvb_memcpy(tvb, header, offset, sizeof header);
    if (!tls_is_record_header(header))
        return tvb_reported_length_remaining(tvb, offset);
    return TLS_RECORD_HEADER + tvb_get_ntohs(tvb, offset + 3);
}

guint tls_header_size(tvbuff_t *tvb _U_, gint offset _U_)
{
    return TLS_RECORD_HEADER;
}

/* ---- behind a gap ---------------------------------------------------------------------------- */

/* Whether what there is of a header, from `offset` on, can be one of `version`. */
static gboolean can_be_header(guint16 version, tvbuff_t *tvb, gint offset, gint len)
{
    guint8 header[TLS_RECORD_HEADER] = {TLS_APPLICATION_DATA, (guint8)(version >> 8),
                                        (guint8)version, 0, 1};

    tvb_memcpy(tvb, header, offset, (gsize)len);
    return tls_is_record_header(header) && header[2] == (guint8)version &&
           (header[3] | header[4]) != 0;
}

/* A header, and behind its record another one, as far as that is there. */
static gboolean can_be_record(guint16 version, tvbuff_t *tvb, gint offset)
{
    const gint left = tvb_captured_length_remaining(tvb, offset);

    if (!can_be_header(version, tvb, offset, MIN(left, TLS_RECORD_HEADER)))
        return FALSE;
    if (left < TLS_RECORD_HEADER)
        return TRUE;
    const gint size = TLS_RECORD_HEADER + tvb_get_ntohs(tvb, offset + 3);
    return left <= size ||
           can_be_header(version, tvb, offset + size, MIN(left - size, TLS_RECORD_HEADER));
}

gint tls_find_header(tvbuff_t *tvb, gint offset, gint last, guint16 version)
{
    for (; offset <= last; offset++)
        if (can_be_record(version, tvb, offset))
            return offset;
    return -1;
}

/* A header that is cut by the segment's end counts only if there is a way to see the rest. */
gint tls_record_find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                     struct legacyssl_conversation *conversation, enum legacyssl_side side,
                     guint32 sequence _U_)
{
    const gint len = (gint)tvb_captured_length(tvb);
    const gint found =
        tls_find_header(tvb, offset, pinfo->can_desegment ? len - 1 : len - TLS_RECORD_HEADER,
                        legacyssl_protocol_version(conversation->protocol));

    if (found >= 0)
        conversation->sender[side].stream.is_searching = len - found < TLS_RECORD_HEADER;
    return found;
}

/* ---- first visit ---------------------------------------------------------------------------- */

/* RFC 3749: what was decrypted is compressed, application data and handshake alike. */
static gboolean decompress(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct record_note *note, struct legacyssl_bytes *content)
{
    struct inflater *inflater = conversation->tls.inflater[side];

    if (inflater == NULL)
        return TRUE;
    note->is_not_inflated = inflater_has_lost(inflater);
    if (note->is_not_inflated)
        return FALSE;
    if (!inflater_run(inflater, *content, content)) {
        note->error = LEGACYSSL_TOO_SHORT;
        return FALSE;
    }
    record_note_add_rare(note)->kept = *content;
    return TRUE;
}

static void content_seen(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         struct legacyssl_bytes content)
{
    if (p->record.type == TLS_CHANGE_CIPHER_SPEC)
        tls_change_cipher_spec_seen(conversation, p->side, note);
    else if (p->record.type == TLS_HANDSHAKE)
        tls_handshake_content_seen(conversation, p->side, content, note);
}

/* Nothing goes on over a gap: neither compression nor messages, nor the proof of a handshake. */
static void records_are_missing(struct tls_conversation *tls, enum legacyssl_side side)
{
    inflater_lose(tls->inflater[side]);
    unread_drop(&tls->messages[side]);
    tls->handshake->is_incomplete = TRUE;
}

static struct record_note *first_visit(struct legacyssl_conversation *conversation,
                                       struct protected_record *p, packet_info *pinfo,
                                       guint32 position, gboolean is_cut_short)
{
    struct sender *sender = &conversation->sender[p->side];
    struct record_note *note = record_notes_add(&sender->notes, pinfo->num, position);
    struct legacyssl_bytes content = p->record.body;

    lost_segments_record(&sender->stream, position,
                         p->header_size + tvb_reported_length(p->body_tvb));
    note->is_cut_short = is_cut_short;
    if (sender->connection == NULL && conversation->tls.has_lost_change[p->side])
        tls_change_cipher_spec_lost(conversation, p->side, note);
    note->connection = sender->connection;
    note->sequence = (guint32)sender->sequence;
    if (note->connection == NULL) {
        content_seen(conversation, p, note, content);
        return note;
    }
    p->record.sequence = sender->sequence++;
    if (is_cut_short) {
        protected_record_skip(p, conversation, note);
        inflater_lose(conversation->tls.inflater[p->side]);
    }
    if (!note->connection->has_keys)
        lost_records_news(sender, note);
    if (!note->connection->has_keys || is_cut_short)
        return note;
    protected_record_open(p, conversation, note, pinfo);
    if (record_note_rare(note)->lost != NULL)
        records_are_missing(&conversation->tls, p->side);
    if (!record_note_is_trusted(note))
        return note;
    content = protected_record_data(p);
    if (decompress(conversation, p->side, note, &content))
        content_seen(conversation, p, note, content);
    return note;
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void draw_not_inflated(tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    proto_tree_add_expert(tree, pinfo, &ei_not_inflated, content, 0, -1);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Compressed Record");
}

static void draw_protected(struct legacyssl_conversation *conversation, struct protected_record *p,
                           struct record_note *note, packet_info *pinfo, proto_tree *tree)
{
    tvbuff_t *content = protected_record_draw(p, conversation, pinfo, tree);
    if (content == NULL)
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Encrypted Record");
    else if (!record_note_is_trusted(note))
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Unverified Record");
    else if (note->is_not_inflated)
        draw_not_inflated(content, pinfo, tree);
    else
        tls_content_draw(conversation, p->side, p->record.type, p->record.version, note, content,
                         pinfo, tree);
}

static void draw_clear(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree)
{
    if (record_note_rare(note)->shown_keys != NULL)
        keys_tree_draw(record_note_rare(note)->shown_keys, pinfo, tree, p->body_tvb);
    if (p->record.type == TLS_APPLICATION_DATA) { /* nobody vouches for them */
        proto_tree_add_expert_format(tree, pinfo, &ei_record_damaged, p->body_tvb, 0, -1,
                                     "Application data before ChangeCipherSpec: is that damaged?");
        return;
    }
    tls_content_draw(conversation, p->side, p->record.type, p->record.version, note, p->body_tvb,
                     pinfo, tree);
}

static void draw_header(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                        const struct record_note *note)
{
    proto_tree_add_item(tree, hf_content_type, tvb, 0, 1, ENC_BIG_ENDIAN);
    proto_tree_add_item(tree, hf_record_version, tvb, 1, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(tree, hf_record_length, tvb, 3, 2, ENC_BIG_ENDIAN);
    if (note->connection != NULL && !note->is_number_open)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_sequence_number, tvb, 0, 0, note->sequence));
    lost_note_draw(record_note_rare(note)->lost, tvb, pinfo, tree);
    if (note->is_cut_short)
        proto_tree_add_expert(tree, pinfo, &ei_record_cut_short, tvb, 0, -1);
}

static void draw_no_record(const guint8 *header, tvbuff_t *tvb, packet_info *pinfo,
                           proto_tree *tree)
{
    if (is_type_and_version(header))
        proto_tree_add_expert(tree, pinfo, &ei_record_too_long, tvb, 0, -1);
    else
        proto_tree_add_expert_format(tree, pinfo, &ei_record_damaged, tvb, 0, -1,
                                     "No record begins here: does the capture lack a segment?");
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Continuation Data");
}

void tls_record_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                        struct legacyssl_conversation *conversation, guint32 position)
{
    struct protected_record p = {
        .side = legacyssl_conversation_side(conversation, pinfo),
        .header_size = TLS_RECORD_HEADER,
    };
    struct sender *sender = &conversation->sender[p.side];
    guint8 bytes[TLS_RECORD_HEADER];

    tvb_memcpy(tvb, bytes, 0, sizeof bytes);
    if (!tls_is_record_header(bytes)) {
        sender->stream.is_searching |= !pinfo->fd->visited;
        draw_no_record(bytes, tvb, pinfo, tree);
        return;
    }
    const struct tls_header header = parse_header(tvb, 0);
    p.body_tvb = tvb_new_subset_remaining(tvb, TLS_RECORD_HEADER);
    p.record.type = header.type;
    p.record.version = header.version;
    p.record.body.len = tvb_captured_length(p.body_tvb);
    if (p.record.body.len != 0)
        p.record.body.data = tvb_get_ptr(p.body_tvb, 0, -1);

    struct record_note *note = record_notes_find(&sender->notes, pinfo->num, position);
    if (note == NULL && !pinfo->fd->visited)
        note = first_visit(conversation, &p, pinfo, position, p.record.body.len < header.length);
    if (note == NULL)
        return;
    proto_tree *record_tree =
        proto_tree_add_subtree_format(tree, tvb, 0, -1, ett_record, NULL, "%s Record: %s",
                                      legacyssl_protocol_name(conversation->protocol),
                                      val_to_str_const(header.type, tls_content_types, "unknown"));
    p.note = note;
    p.record.sequence = note->sequence;
    taps_record(conversation, note, pinfo);
    draw_header(tvb, pinfo, record_tree, note);
    if (note->connection != NULL)
        draw_protected(conversation, &p, note, pinfo, record_tree);
    else
        draw_clear(conversation, &p, note, pinfo, record_tree);
}
