/* tls_takeover.c - takes conversations over from the built-in dissector, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_takeover.h"

#include "application/app_dissector.h"
#include "state/conversation.h"
#include "show/fields.h"
#include "show/builtin_session.h"
#include "show/keys_tree.h"
#include "wireshark/segment_conversation.h"
#include "statistics/taps.h"
#include "tls/tls_keys.h"
#include "wireshark/proto.h"
#include "tls/tls_reading.h"
#include "tls/tls_watch.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/show_exception.h>

#define MAX_LOOK_BACK (1 << 20) /* how far before the switch a reassembled segment can begin */

struct tls_takeover {
    guint32 armed_in;              /* frame */
    dissector_handle_t armed_over; /* who had the conversation before */
};

static dissector_handle_t takeover_handle;
static gboolean is_passing_on; /* a call of ours that must not come back to us */

/* ---- handing on ----------------------------------------------------------------------------- */

/* Who would be asked if we were not there: NULL stands for ports and heuristics. */
static dissector_handle_t without_us(conversation_t *conversation, const struct tls_takeover *takeover)
{
    if (takeover->armed_over != NULL)
        return takeover->armed_over;
    return conversation_get_dissector(conversation, takeover->armed_in - 1);
}

/* All of a segment: returning 0 lets TCP go on as if this conversation had no dissector. */
static int pass_on(conversation_t *conversation, const struct tls_takeover *takeover, tvbuff_t *tvb,
                   packet_info *pinfo, proto_tree *tree, void *data)
{
    dissector_handle_t handle = without_us(conversation, takeover);

    if (handle == NULL)
        return 0;
    pinfo->can_desegment = pinfo->saved_can_desegment;
    return call_dissector_only(handle, tvb, pinfo, tree, data);
}

static void call_without_us(conversation_t *conversation, const struct tls_takeover *takeover,
                            tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                            struct tcpinfo *tcpinfo)
{
    dissector_handle_t handle = without_us(conversation, takeover);
    struct tcp_analysis *tcpd =
        conversation_get_proto_data(conversation, proto_get_id_by_filter_name("tcp"));

    if (handle != NULL && call_dissector_only(handle, tvb, pinfo, tree, tcpinfo) != 0)
        return;
    is_passing_on = TRUE;
    TRY
    {
        decode_tcp_ports(tvb, 0, pinfo, tree, pinfo->srcport, pinfo->destport, tcpd, tcpinfo);
    }
    FINALLY
    {
        is_passing_on = FALSE;
    }
    ENDTRY;
}

/* The cleartext records in front of ours. They are whole, so nobody may ask for more; and what
 * is wrong with them must not cost us our records. */
static void pass_on_cleartext(conversation_t *conversation, const struct tls_takeover *takeover,
                              tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                              struct tcpinfo *tcpinfo)
{
    pinfo->can_desegment = 0;
    TRY
    {
        call_without_us(conversation, takeover, tvb, pinfo, tree, tcpinfo);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = 0;
}

static int take_over(conversation_t *conversation, const struct tls_takeover *takeover, gint split,
                     tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                     const struct tcpinfo *tcpinfo)
{
    const guint16 can_desegment = pinfo->saved_can_desegment;
    struct tcpinfo ours = *tcpinfo;

    if (split > 0)
        pass_on_cleartext(conversation, takeover, tvb_new_subset_length(tvb, 0, split), pinfo, tree,
                          &ours);
    ours = *tcpinfo;
    ours.seq += (guint32)split;
    pinfo->can_desegment = can_desegment;
    call_dissector_only(legacyssl_handle, tvb_new_subset_remaining(tvb, split), pinfo, tree, &ours);
    if (pinfo->desegment_len != 0)
        pinfo->desegment_offset += split;
    return (int)tvb_captured_length(tvb);
}

/* How many bytes of this segment come before our first record. */
static gint split_point(const struct tls_reading_side *from, const packet_info *pinfo, gint len,
                        guint32 seq)
{
    if (!from->has_switched || pinfo->num < from->switch_frame)
        return len;
    if (from->far_in != 0 && pinfo->num >= from->far_in)
        return 0;
    const gint32 before = (gint32)(from->switch_seq - seq);
    return before > 0 && before < MAX_LOOK_BACK ? MIN(before, len) : 0;
}

static void tap_closed_session(const struct tls_reading *reading, packet_info *pinfo)
{
    struct security_parameters *parameters = wmem_new0(pinfo->pool, struct security_parameters);

    tls_describe(reading->handshake, reading->is_closed_resumed, parameters);
    taps_closed_session(parameters, pinfo);
}

/* The built-in can't tell why a key that was given to us does not help. */
static void draw_failure(const struct security_parameters *failed, tvbuff_t *tvb,
                         packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, 0, ENC_NA);

    const char *caller = pinfo->current_proto; /* whose Wireshark takes the items to be */

    proto_item_set_generated(item);
    pinfo->current_proto = proto_get_protocol_short_name(find_protocol_by_id(proto_legacyssl));
    keys_tree_draw(failed, pinfo, proto_item_add_subtree(item, ett_legacyssl), tvb);
    pinfo->current_proto = caller;
}

static void tell_closed_session(const struct tls_reading *reading, tvbuff_t *tvb,
                                packet_info *pinfo, proto_tree *tree, guint32 seq)
{
    if (reading->closed_in != pinfo->num || reading->closed_seq - seq >= tvb_reported_length(tvb))
        return;
    tap_closed_session(reading, pinfo);
    if (reading->failed != NULL)
        draw_failure(reading->failed, tvb, pinfo, tree);
}

void tls_takeover_read(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *segment, guint32 frame)
{
    if (!state->reading->is_theirs)
        tls_reading_go_on(state, side, segment, frame);
    tls_watch_go_on(state, side, segment, frame);
}

static int takeover_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    conversation_t *conversation = segment_conversation(pinfo);
    struct legacyssl_conversation *state =
        conversation != NULL ? conversation_get_proto_data(conversation, proto_legacyssl) : NULL;
    const struct tcpinfo *tcpinfo = data;

    if (is_passing_on || state == NULL || state->takeover == NULL || tcpinfo == NULL ||
        app_dissector_is_calling(state))
        return 0;
    const struct tls_takeover *takeover = state->takeover;
    const struct tls_reading *reading = state->reading;
    if (pinfo->flags.in_error_pkt)
        return pass_on(conversation, takeover, tvb, pinfo, tree, data);
    const guint32 seq = segment_seq(pinfo, tcpinfo);
    const enum legacyssl_side side = legacyssl_conversation_side(state, pinfo);
    const struct tls_reading_segment segment = {
        .tvb = tvb,
        .seq = seq,
        .acknowledged = tcpinfo->lastackseq,
        .is_acknowledging = (tcpinfo->flags & TH_ACK) != 0,
    };
    if (!pinfo->fd->visited)
        tls_takeover_read(state, side, &segment, pinfo->num);
    const gint len = (gint)tvb_reported_length(tvb);
    tell_closed_session(reading, tvb, pinfo, tree, seq);
    if (reading->is_theirs)
        return pass_on(conversation, takeover, tvb, pinfo, tree, data);
    const gint split = split_point(&reading->side[side], pinfo, len, seq);
    if (split >= len)
        return pass_on(conversation, takeover, tvb, pinfo, tree, data);
    return take_over(conversation, takeover, split, tvb, pinfo, tree, tcpinfo);
}

void tls_takeover_handoff(void)
{
    takeover_handle = create_dissector_handle(takeover_dissect, -1);
}

void tls_takeover_arm(conversation_t *conversation, struct legacyssl_conversation *state,
                    packet_info *pinfo)
{
    struct tls_takeover *takeover = wmem_new0(wmem_file_scope(), struct tls_takeover);

    takeover->armed_in = pinfo->num;
    takeover->armed_over = conversation_get_dissector(conversation, pinfo->num);
    state->takeover = takeover;
    tls_reading_begin(state);
    builtin_session_will_begin(conversation, state);
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
