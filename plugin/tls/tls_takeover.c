/* tls_takeover.c - takes conversations over from the built-in dissector, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_takeover.h"

#include "application/app_dissector.h"
#include "state/conversation.h"
#include "show/builtin_session.h"
#include "tls/closed_session.h"
#include "tls/hand_on.h"
#include "tls/tds_takeover.h"
#include "tls/tls_reading.h"
#include "wireshark/proto.h"
#include "wireshark/segment_conversation.h"

#include <epan/dissectors/packet-tcp.h>

static dissector_handle_t takeover_handle;

static int take_over(const struct given *given, gint split, tvbuff_t *tvb)
{
    packet_info *pinfo = given->pinfo;
    const guint16 can_desegment = pinfo->saved_can_desegment;
    struct tcpinfo ours = *given->tcpinfo;

    if (split > 0)
        hand_on_part(given, tvb_new_subset_length(tvb, 0, split), 0, FALSE);
    ours.seq += (guint32)split;
    pinfo->can_desegment = can_desegment;
    call_dissector_only(legacyssl_handle, tvb_new_subset_remaining(tvb, split), pinfo, given->tree,
                        &ours);
    if (pinfo->desegment_len != 0)
        pinfo->desegment_offset += split;
    return (int)tvb_captured_length(tvb);
}

static int dissect(const struct given *given, tvbuff_t *tvb)
{
    const struct tls_reading *reading = given->state->reading;
    const gint len = (gint)tvb_reported_length(tvb);

    closed_session_draw(reading, tvb, given->pinfo, given->tree, given->seq);
    if (reading->is_theirs)
        return hand_on_all(given, tvb);
    const gint split =
        tls_reading_split(&reading->side[given->side], given->pinfo, len, given->seq);
    return split < len ? take_over(given, split, tvb) : hand_on_all(given, tvb);
}

void tls_takeover_read(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *segment, guint32 frame)
{
    if (state->takeover->tds != NULL)
        tds_takeover_read(state, side, segment, frame);
    else
        tls_reading_see(state, side, segment, frame);
}

static void read_given(const struct given *given, tvbuff_t *tvb)
{
    const struct tls_reading_segment segment = {
        .tvb = tvb,
        .seq = given->seq,
        .acknowledged = given->tcpinfo->lastackseq,
        .is_acknowledging = (given->tcpinfo->flags & TH_ACK) != 0,
    };

    tls_takeover_read(given->state, given->side, &segment, given->pinfo->num);
}

static int takeover_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    conversation_t *conversation = segment_conversation(pinfo);
    struct legacyssl_conversation *state =
        conversation != NULL ? conversation_get_proto_data(conversation, proto_legacyssl) : NULL;
    struct given given = {conversation, state, data, pinfo, tree, LEGACYSSL_CLIENT, 0};

    if (hand_on_is_calling() || state == NULL || state->takeover == NULL || data == NULL ||
        app_dissector_is_calling(state))
        return 0;
    if (pinfo->flags.in_error_pkt)
        return hand_on_all(&given, tvb);
    given.seq = segment_seq(pinfo, given.tcpinfo);
    given.side = legacyssl_conversation_side(state, pinfo);
    if (!pinfo->fd->visited)
        read_given(&given, tvb);
    return state->takeover->tds != NULL ? tds_takeover_dissect(&given, tvb) : dissect(&given, tvb);
}

void tls_takeover_handoff(void)
{
    takeover_handle = create_dissector_handle(takeover_dissect, -1);
}

void tls_takeover_arm(conversation_t *conversation, struct legacyssl_conversation *state,
                      packet_info *pinfo, gboolean is_in_tds)
{
    struct tls_takeover *takeover = wmem_new0(wmem_file_scope(), struct tls_takeover);

    takeover->armed_in = pinfo->num;
    takeover->armed_over = conversation_get_dissector(conversation, pinfo->num);
    state->takeover = takeover;
    tls_reading_begin(state);
    builtin_session_will_begin(conversation, state);
    if (is_in_tds)
        tds_takeover_arm(state);
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, takeover_handle);
}

void tls_takeover_stay(conversation_t *conversation, packet_info *pinfo)
{
    struct legacyssl_conversation *state =
        conversation_get_proto_data(conversation, proto_legacyssl);
    dissector_handle_t other = conversation_get_dissector(conversation, pinfo->num);

    if (state == NULL || state->takeover == NULL || other == takeover_handle)
        return;
    state->takeover->armed_over = other;
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, takeover_handle);
}
