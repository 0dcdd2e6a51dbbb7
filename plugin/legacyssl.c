/* legacyssl.c - the protocol LegacySSL as Wireshark knows it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "legacyssl.h"

#include "application/app_dissector.h"
#include "show/builtin.h"
#include "application/builtin_follow.h"
#include "state/conversation.h"
#include "recognise/decode_as.h"
#include "application/export_pdu.h"
#include "show/fields.h"
#include "recognise/first_bytes.h"
#include "application/follow_stream.h"
#include "tls/inflate.h"
#include "secrets/key_source.h"
#include "statistics/keys_table.h"
#include "recognise/lookout.h"
#include "wireshark/preferences.h"
#include "record/record_layer.h"
#include "wireshark/segment_conversation.h"
#include "statistics/statistics.h"
#include "statistics/taps.h"
#include "tls/tls_follow.h"
#include "wireshark/proto.h"
#include "secrets/secret_memory.h"
#include "secrets/write_states.h"

#include <epan/dissectors/packet-tcp.h>

/* What a record's dissection needs to know of the TCP payload around it. */
struct payload {
    struct legacyssl_conversation *conversation;
    tvbuff_t *tvb;
    guint32 sequence; /* TCP sequence number of its first byte */
    gboolean is_drawn;
    proto_tree *tree; /* of the conversation, once it is drawn */
};

static const struct record_layer *record_layer(const struct legacyssl_conversation *conversation,
                                               guint32 frame)
{
    return record_layer_of(legacyssl_conversation_protocol(conversation, frame));
}

static proto_tree *draw_conversation(const struct legacyssl_conversation *conversation,
                                     tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, -1, ENC_NA);
    proto_tree *subtree = proto_item_add_subtree(item, ett_legacyssl);
    const enum legacyssl_protocol protocol =
        legacyssl_conversation_protocol(conversation, pinfo->num);

    col_set_str(pinfo->cinfo, COL_PROTOCOL, record_layer(conversation, pinfo->num)->column);
    col_clear(pinfo->cinfo, COL_INFO);
    proto_item_append_text(item, ", %s", legacyssl_protocol_name(protocol));
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
}

/* The tree begins with the first record: a segment that holds only part of one shows nothing. */
static int dissect_one_record(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct payload *payload = data;
    const guint32 offset = (guint32)(tvb_raw_offset(tvb) - tvb_raw_offset(payload->tvb));

    if (!pinfo->fd->visited)
        pct1_look_for_answer(payload->conversation, tvb, pinfo);
    draw_payload(payload, pinfo, tree);
    record_layer(payload->conversation, pinfo->num)
        ->dissect(tvb, pinfo, payload->tree, payload->conversation, payload->sequence + offset);
    return (int)tvb_captured_length(tvb);
}

/* TCP will come back with more of the record that begins at `offset`: what its header says is all
 * that is known of it if the rest is missing. */
static void remember_cut(const struct payload *payload, const struct record_layer *layer,
                         gint offset, packet_info *pinfo)
{
    const enum legacyssl_side side = legacyssl_conversation_side(payload->conversation, pinfo);
    const gint left = tvb_captured_length_remaining(payload->tvb, offset);

    if (left < 0 || (guint)left < layer->min_header)
        return;
    const guint size = layer->size(pinfo, payload->tvb, offset, NULL);
    lost_segments_cut(&payload->conversation->sender[side].stream,
                      payload->sequence + (guint32)offset, size,
                      size - layer->header_size(payload->tvb, offset));
}

/* All records from `front` on. */
static void dissect_records(struct payload *payload, const struct record_layer *layer, gint front,
                            packet_info *pinfo, proto_tree *tree)
{
    tcp_dissect_pdus(tvb_new_subset_remaining(payload->tvb, front), pinfo, tree, TRUE,
                     layer->min_header, layer->size, dissect_one_record, payload);
    if (pinfo->desegment_len == 0)
        return;
    pinfo->desegment_offset += front;
    if (!pinfo->fd->visited)
        remember_cut(payload, layer, pinfo->desegment_offset, pinfo);
}

/* What begins at `front` behind a gap may be a record or not: its end will tell. TCP would show the
 * bytes before it now, and again with the rest: so it is to keep all of them. */
static void wait_for_end(const struct payload *payload, const struct record_layer *layer,
                         gint front, packet_info *pinfo)
{
    const guint left = (guint)tvb_captured_length_remaining(payload->tvb, front);

    pinfo->desegment_offset = 0;
    pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
    if (left >= layer->min_header)
        pinfo->desegment_len = layer->size(pinfo, payload->tvb, front, NULL) - left;
}

static void dissect_payload(struct payload *payload, const struct record_layer *layer,
                            packet_info *pinfo, proto_tree *tree, gboolean is_reassembled)
{
    const guint front =
        lost_segments_front(payload->conversation, layer, payload->tvb, pinfo, payload->sequence);
    const gboolean is_all = front == tvb_captured_length(payload->tvb);

    if (!is_all && is_reassembled && lost_segments_is_unsure(payload->conversation, pinfo)) {
        wait_for_end(payload, layer, (gint)front, pinfo);
        return;
    }
    if (front != 0) {
        draw_payload(payload, pinfo, tree);
        lost_segments_draw(payload->tvb, front, pinfo, payload->tree);
    }
    if (!is_all)
        dissect_records(payload, layer, (gint)front, pinfo, tree);
}

static int dissect_legacyssl(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct tcpinfo *tcpinfo = data;
    struct payload payload = {
        .conversation = legacyssl_conversation_find(pinfo),
        .tvb = tvb,
        .sequence = tcpinfo != NULL ? tcpinfo->seq : 0,
    };

    if (app_dissector_is_calling(payload.conversation))
        return 0;
    if (payload.conversation != NULL && payload.conversation->awaits_hello &&
        first_bytes_await(payload.conversation, tvb, pinfo))
        return (int)tvb_captured_length(tvb);
    if (payload.conversation == NULL || !payload.conversation->is_claimed)
        return 0;
    const struct record_layer *layer = record_layer(payload.conversation, pinfo->num);
    dissect_payload(&payload, layer, pinfo, tree, tcpinfo != NULL && tcpinfo->is_reassembled);
    if (payload.is_drawn && g_strcmp0(col_get_text(pinfo->cinfo, COL_INFO), "") == 0)
        col_set_str(pinfo->cinfo, COL_INFO, "Application Data"); /* empty ones only */
    return (int)tvb_captured_length(tvb);
}

static void file_closed(void)
{
    app_data_cleanup();
    key_source_cleanup();
    inflate_cleanup();
    write_states_cleanup();
    secret_memory_cleanup();
    legacyssl_conversation_reset();
    segment_conversation_forget();
}

void legacyssl_register(void)
{
    proto_legacyssl = proto_register_protocol("Legacy SSL", "LegacySSL", "legacyssl");
    legacyssl_handle = register_dissector("legacyssl", dissect_legacyssl, proto_legacyssl);
    fields_register();
    preferences_register();
    lookout_register();
    taps_register();
    statistics_register();
    keys_table_register();
    register_cleanup_routine(file_closed);
}

void legacyssl_handoff(void)
{
    app_dissector_handoff();
    builtin_handoff();
    builtin_follow_handoff();
    decode_as_handoff();
    export_pdu_handoff();
    follow_stream_handoff();
    lookout_handoff();
    tls_follow_handoff();
}
