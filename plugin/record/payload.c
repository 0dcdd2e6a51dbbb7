/* payload.c - what TCP hands us of a claimed conversation, taken apart into records
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/payload.h"

#include "application/app_dissector.h"
#include "record/record.h"
#include "show/fields.h"
#include "show/lost_draw.h"
#include "state/conversation.h"
#include "wireshark/proto.h"
#include "wireshark/segment_conversation.h"
#include "wireshark/tls_layer.h"
#include "show/builtin_fields.h"
#include "show/builtin_session.h"

#include <epan/dissectors/packet-tcp.h>

#include <string.h>

/* What a record's dissection needs to know of the TCP payload around it. */
struct payload {
    struct legacyssl_conversation *conversation;
    const struct record_layer *layer;
    tvbuff_t *tvb;
    guint32 seq; /* TCP sequence number of its first byte */
    gboolean is_drawn;
    proto_tree *tree; /* of the conversation, once it is drawn */
};

static proto_tree *draw_conversation(const struct legacyssl_conversation *conversation,
                                     tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, -1, ENC_NA);
    proto_tree *subtree = proto_item_add_subtree(item, ett_legacyssl);
    const enum legacyssl_protocol protocol =
        legacyssl_conversation_protocol(conversation, pinfo->num);

    if (protocol == LEGACYSSL_SSL2 && !pinfo->fd->visited)
        builtin_session_begin(tvb, pinfo);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, record_layer_of(conversation, pinfo->num)->column);
    col_clear(pinfo->cinfo, COL_INFO);
    proto_item_append_text(item, ", %s", legacyssl_protocol_name(protocol));
    builtin_field_packet(subtree, tvb, conversation, pinfo);
    proto_item_set_generated(
        proto_tree_add_uint(subtree, hf_stream, tvb, 0, 0, conversation->stream));
    proto_item_set_generated(
        proto_tree_add_uint(subtree, hf_version, tvb, 0, 0, legacyssl_protocol_version(protocol)));
    return subtree;
}

static void draw_payload(struct payload *payload, packet_info *pinfo, proto_tree *tree)
{
    if (!payload->is_drawn)
        payload->tree = draw_conversation(payload->conversation, payload->tvb, pinfo, tree);
    payload->is_drawn = TRUE;
    tls_layer_add(payload->tvb, pinfo);
}

/* The tree begins with the first record: a segment that holds only part of one shows nothing. */
static int dissect_one_record(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct payload *payload = data;
    const guint32 offset = (guint32)(tvb_raw_offset(tvb) - tvb_raw_offset(payload->tvb));

    if (!pinfo->fd->visited)
        record_layer_look(payload->conversation, tvb, pinfo);
    draw_payload(payload, pinfo, tree);
    record_dissect(record_layer_of(payload->conversation, pinfo->num), tvb, pinfo, payload->tree,
                   payload->conversation, legacyssl_conversation_side(payload->conversation, pinfo),
                   payload->seq + offset);
    return (int)tvb_captured_length(tvb);
}

/* The whole record's size. What is no record ends the dissection of this segment: there is no
 * telling where one begins. */
static guint record_size(packet_info *pinfo _U_, tvbuff_t *tvb, int offset, void *data)
{
    const struct payload *payload = data;
    struct record_header header;

    if (!payload->layer->parse_header(tvb, offset, &header))
        return (guint)tvb_reported_length_remaining(tvb, offset);
    return (guint)header.size + header.length;
}

/* TCP will come back with more of the record that begins at `offset`: what its header says is all
 * that is known of it if the rest is missing. */
static void remember_cut(const struct payload *payload, gint offset, packet_info *pinfo)
{
    const enum legacyssl_side side = legacyssl_conversation_side(payload->conversation, pinfo);
    const gint left = tvb_captured_length_remaining(payload->tvb, offset);
    struct record_header header;

    if (left < 0 || (gsize)left < payload->layer->sizes.header ||
        !payload->layer->parse_header(payload->tvb, offset, &header))
        return;
    lost_segments_cut(&payload->conversation->sender[side], payload->seq + (guint32)offset,
                      (guint32)header.size + header.length, header.length);
}

/* All records from `first` on. */
static void dissect_records(struct payload *payload, gint first, packet_info *pinfo,
                            proto_tree *tree)
{
    tcp_dissect_pdus(tvb_new_subset_remaining(payload->tvb, first), pinfo, tree, TRUE,
                     (guint)payload->layer->sizes.header, record_size, dissect_one_record, payload);
    if (pinfo->desegment_len == 0)
        return;
    pinfo->desegment_offset += first;
    if (!pinfo->fd->visited)
        remember_cut(payload, pinfo->desegment_offset, pinfo);
}

/* What begins at `first` behind a gap may be a record or not: its end will tell. TCP would show the
 * bytes before it now, and again with the rest: so it is to keep all of them. */
static void wait_for_end(struct payload *payload, gint first, packet_info *pinfo)
{
    const guint left = (guint)tvb_captured_length_remaining(payload->tvb, first);

    pinfo->desegment_offset = 0;
    pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
    if (left >= payload->layer->sizes.header)
        pinfo->desegment_len = record_size(pinfo, payload->tvb, first, payload) - left;
}

static void dissect_payload(struct payload *payload, packet_info *pinfo, proto_tree *tree,
                            gboolean is_reassembled)
{
    const guint first = lost_segments_first_record(payload->conversation, payload->layer->find,
                                                   payload->tvb, pinfo, payload->seq);
    const gboolean is_all = first == tvb_captured_length(payload->tvb);

    if (!is_all && is_reassembled && lost_segments_is_unsure(payload->conversation, pinfo)) {
        wait_for_end(payload, (gint)first, pinfo);
        return;
    }
    if (first != 0) {
        draw_payload(payload, pinfo, tree);
        lost_continuation_draw(payload->tvb, first, pinfo, payload->tree);
    }
    if (!is_all)
        dissect_records(payload, (gint)first, pinfo, tree);
}

/* The client's hello that only this answer told to be ours: its own frame stays others'. */
static void dissect_answered_hello(struct payload *payload, packet_info *pinfo, proto_tree *tree)
{
    const struct answered_hello *hello = payload->conversation->answered;
    tvbuff_t *tvb = tvb_new_child_real_data(payload->tvb, hello->record.data,
                                            (guint)hello->record.len, (gint)hello->record.len);

    add_new_data_source(pinfo, tvb, "Hello that this answers");
    draw_payload(payload, pinfo, tree);
    proto_item_set_generated(
        proto_tree_add_uint(payload->tree, hf_answered_hello, tvb, 0, 0, hello->frame));
    record_dissect(payload->layer, tvb, pinfo, payload->tree, payload->conversation,
                   LEGACYSSL_CLIENT, hello->seq);
}

/* How many bytes of the stream's beginning went by before it could be told to be ours, if the payload
 * goes on with them. */
static guint32 prefix_len(const struct payload *payload, const packet_info *pinfo)
{
    const struct stream_prefix *prefix = payload->conversation->prefix;

    if (prefix == NULL || legacyssl_conversation_side(payload->conversation, pinfo) != prefix->side)
        return 0;
    const guint32 len = payload->seq - prefix->seq;
    return len <= prefix->bytes.len ? len : 0;
}

static void join_prefix(struct payload *payload, guint32 len, packet_info *pinfo)
{
    const guint payload_len = tvb_captured_length(payload->tvb);
    guint8 *joined = wmem_alloc(pinfo->pool, len + payload_len);

    memcpy(joined, payload->conversation->prefix->bytes.data, len);
    tvb_memcpy(payload->tvb, joined + len, 0, payload_len);
    payload->tvb = tvb_new_child_real_data(payload->tvb, joined, len + payload_len,
                                           (gint)(len + tvb_reported_length(payload->tvb)));
    payload->seq -= len;
    add_new_data_source(pinfo, payload->tvb, "Reassembled hello");
}

/* What asks for more, asks from the first byte on that TCP has given us. */
static void leave_prefix(guint32 len, packet_info *pinfo)
{
    if (pinfo->desegment_len != 0)
        pinfo->desegment_offset -= MIN(pinfo->desegment_offset, (gint)len);
}

int payload_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct tcpinfo *tcpinfo = data;
    struct payload payload = {
        .conversation = legacyssl_conversation_find(pinfo),
        .tvb = tvb,
        .seq = tcpinfo != NULL ? segment_seq(pinfo, tcpinfo) : 0,
    };

    if (pinfo->flags.in_error_pkt || app_dissector_is_calling(payload.conversation))
        return 0;
    if (payload.conversation == NULL || !payload.conversation->is_claimed)
        return 0;
    payload.layer = record_layer_of(payload.conversation, pinfo->num);
    if (payload.conversation->answered != NULL &&
        payload.conversation->answered->answer_frame == pinfo->num)
        dissect_answered_hello(&payload, pinfo, tree);
    const guint32 prefix = prefix_len(&payload, pinfo);
    if (prefix != 0)
        join_prefix(&payload, prefix, pinfo);
    dissect_payload(&payload, pinfo, tree, tcpinfo != NULL && tcpinfo->is_reassembled);
    leave_prefix(prefix, pinfo);
    if (!payload.is_drawn)
        builtin_field_packet(tree, tvb, payload.conversation, pinfo);
    if (tree != NULL && pinfo->desegment_len != 0)
        builtin_field_part(tree, tvb_new_subset_remaining(tvb, pinfo->desegment_offset));
    if (payload.is_drawn && g_strcmp0(col_get_text(pinfo->cinfo, COL_INFO), "") == 0)
        col_set_str(pinfo->cinfo, COL_INFO, "Application Data"); /* empty ones only */
    return (int)tvb_captured_length(tvb);
}
