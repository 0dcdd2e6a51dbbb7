/* lookout.c - sees every TCP segment before TCP does, to notice our protocols on any port
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/lookout.h"

#include "state/conversation.h"
#include "wireshark/preferences.h"
#include "recognise/recognise.h"
#include "wireshark/segment_conversation.h"
#include "tls/tls_takeover.h"
#include "wireshark/proto.h"
#include "recognise/claim.h"
#include "application/app_data.h"
#include "loss/lost_segments.h"
#include "ssl2/ssl2_handshake.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/ipproto.h>

#define TCP_MIN_HEADER 20

static dissector_table_t
    tcp_only; /* TCP alone: how to call it without a second layer of that name */

/* A TCP segment as the wire has it. */
struct segment {
    guint16 source_port, destination_port, flags;
    struct legacyssl_bytes payload;
    guint32 sequence;
    gboolean is_followed; /* a hello whose handshake is read along (tls_takeover.h) */
    guint32 wire_len;     /* of the payload: the capture may have less */
};

static gboolean read_segment(tvbuff_t *tvb, struct segment *segment)
{
    const guint captured = tvb_captured_length(tvb);

    if (captured < TCP_MIN_HEADER)
        return FALSE;
    const guint header_len = (guint)(tvb_get_uint8(tvb, 12) >> 4) * 4;
    if (header_len < TCP_MIN_HEADER || header_len > captured)
        return FALSE;
    segment->source_port = tvb_get_ntohs(tvb, 0);
    segment->destination_port = tvb_get_ntohs(tvb, 2);
    segment->sequence = tvb_get_ntohl(tvb, 4);
    segment->flags = tvb_get_uint8(tvb, 13);
    segment->wire_len = tvb_reported_length(tvb) - (guint32)header_len;
    segment->payload = (struct legacyssl_bytes){tvb_get_ptr(tvb, 0, (gint)captured) + header_len,
                                                captured - header_len};
    return TRUE;
}

/* The conversation that TCP will find or make for this segment. */
static conversation_t *conversation_of(packet_info *pinfo, const struct segment *segment,
                                       gboolean make)
{
    conversation_t *conversation =
        segment_conversation_before(pinfo, segment->source_port, segment->destination_port);

    if (conversation == NULL && make)
        conversation = conversation_new(pinfo->num, &pinfo->src, &pinfo->dst, CONVERSATION_TCP,
                                        segment->source_port, segment->destination_port, 0);
    return conversation;
}

/* Whether the segment begins the sender's stream, as far as TCP knows. */
static gboolean is_first_of_stream(conversation_t *conversation, const struct segment *segment)
{
    const struct tcp_analysis *tcpd =
        conversation != NULL
            ? conversation_get_proto_data(conversation, proto_get_id_by_filter_name("tcp"))
            : NULL;

    if (tcpd == NULL)
        return TRUE;
    return segment->sequence == tcpd->flow1.base_seq + 1 ||
           segment->sequence == tcpd->flow2.base_seq + 1;
}

/* A hello that can become SSL 3.0 or TLS 1.0. */
static void follow(conversation_t *conversation, struct legacyssl_conversation *state,
                   packet_info *pinfo, struct segment *segment)
{
    if (!preferences_ssl3_tls10() || state->takeover != NULL)
        return;
    tls_takeover_arm(conversation, state, pinfo);
    segment->is_followed = TRUE;
}

static void look_at_tls(packet_info *pinfo, struct segment *segment, enum legacyssl_side sender)
{
    conversation_t *conversation = conversation_of(pinfo, segment, TRUE);
    struct legacyssl_conversation *state =
        conversation_get_proto_data(conversation, proto_legacyssl);

    if (state == NULL)
        state = legacyssl_conversation_new(conversation, pinfo, sender, segment->source_port,
                                           segment->destination_port);
    if (!state->is_claimed)
        follow(conversation, state, pinfo, segment);
}

static gboolean has_foreign_hello(const struct legacyssl_conversation *state)
{
    return state->ssl2 != NULL && state->ssl2->has_foreign_hello;
}

/* A hello of SSL 2.0 becomes one of PCT with the server's first record. */
static enum legacyssl_protocol protocol_of(const struct legacyssl_conversation *state,
                                           enum hello hello)
{
    const gboolean is_pct1 = hello == HELLO_PCT1_CLIENT || hello == HELLO_PCT1_SERVER;

    return is_pct1 && !has_foreign_hello(state) ? LEGACYSSL_PCT1 : LEGACYSSL_SSL2;
}

static void claim(packet_info *pinfo, struct segment *segment, enum hello hello)
{
    const enum legacyssl_side side = hello == HELLO_SSL2_SERVER || hello == HELLO_PCT1_SERVER
                                         ? LEGACYSSL_SERVER
                                         : LEGACYSSL_CLIENT;
    conversation_t *conversation = conversation_of(pinfo, segment, TRUE);
    struct legacyssl_conversation *state =
        conversation_get_proto_data(conversation, proto_legacyssl);

    if (state != NULL && state->is_claimed)
        return;
    if (state == NULL)
        state = legacyssl_conversation_new(conversation, pinfo, side, segment->source_port,
                                           segment->destination_port);
    if (hello == HELLO_SSL2_FORMAT) {
        ssl2_foreign_hello_seen(state, segment->payload);
        follow(conversation, state, pinfo, segment);
        return;
    }
    claim_conversation(state, protocol_of(state, hello));
    state->sender[LEGACYSSL_CLIENT].sequence = has_foreign_hello(state);
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, legacyssl_handle);
}

/* A first segment too short to tell: our dissector collects some more (first_bytes.h). */
static void wait_for_hello(packet_info *pinfo, const struct segment *segment)
{
    conversation_t *conversation = conversation_of(pinfo, segment, TRUE);

    if (!is_first_of_stream(conversation, segment) ||
        conversation_get_proto_data(conversation, proto_legacyssl) != NULL)
        return;
    legacyssl_conversation_new(conversation, pinfo, LEGACYSSL_CLIENT, segment->source_port,
                               segment->destination_port)
        ->awaits_hello = TRUE;
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, legacyssl_handle);
}

static void look(packet_info *pinfo, struct segment *segment)
{
    enum legacyssl_side sender;

    if (recognise_tls_hello(segment->payload, &sender))
        look_at_tls(pinfo, segment, sender);
    if (segment->payload.len == 0 || !(segment->payload.data[0] & 0x80))
        return;
    enum hello hello = recognise_hello(segment->payload, FALSE);
    if (hello == HELLO_NONE && is_first_of_stream(conversation_of(pinfo, segment, FALSE), segment))
        hello = recognise_hello(segment->payload, TRUE);
    if (hello != HELLO_NONE)
        claim(pinfo, segment, hello);
    else if (recognise_beginning(segment->payload))
        wait_for_hello(pinfo, segment);
}

/* What the senders of ours have sent so far tells what is missing. The sender of the segment, NULL
 * if it isn't one of ours. */
static struct sender *look_for_gap(packet_info *pinfo, const struct segment *segment)
{
    lost_segments_forget();
    if (legacyssl_conversation_count() == 0 || segment->payload.len == 0)
        return NULL;
    conversation_t *conversation = conversation_of(pinfo, segment, FALSE);
    const struct legacyssl_conversation *state =
        conversation != NULL ? conversation_get_proto_data(conversation, proto_legacyssl) : NULL;
    if (state == NULL || !state->is_claimed)
        return NULL;
    struct sender *sender =
        &state->sender[legacyssl_conversation_sender(state, &pinfo->src, segment->source_port)];
    lost_segments_see(sender, segment->sequence, segment->payload, segment->wire_len);
    return sender;
}

/* A sender's FIN ends what it sends, a RST what both send. TCP passes neither on when it has no
 * data. */
static void look_for_end(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         const struct segment *segment)
{
    if (!(segment->flags & (TH_FIN | TH_RST)) || (app_data_waiting() == 0 && !pinfo->fd->visited))
        return;
    struct legacyssl_conversation *state = legacyssl_conversation_find(pinfo);
    if (state == NULL || !state->is_claimed)
        return;
    const enum legacyssl_side side = legacyssl_conversation_side(state, pinfo);
    app_data_end(state, side, tvb, pinfo, tree);
    if (segment->flags & TH_RST)
        app_data_end(state, side == LEGACYSSL_CLIENT ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT, tvb,
                     pinfo, tree);
}

static int lookout(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct segment segment = {0};
    struct sender *sender = NULL;
    const gboolean is_segment = !pinfo->flags.in_error_pkt && read_segment(tvb, &segment) &&
                                proto_is_protocol_enabled(find_protocol_by_id(proto_legacyssl));

    if (is_segment && !pinfo->fd->visited) {
        look(pinfo, &segment);
        sender = look_for_gap(pinfo, &segment);
    }
    if (segment.flags & TH_SYN)
        segment_conversation_forget();
    const int len =
        dissector_try_uint_with_data(tcp_only, IP_PROTO_TCP, tvb, pinfo, tree, FALSE, data);
    if (sender != NULL)
        lost_segments_seen(sender);
    if (segment.is_followed)
        tls_takeover_stay(conversation_of(pinfo, &segment, FALSE), pinfo);
    if (is_segment)
        look_for_end(tvb, pinfo, tree, &segment);
    return len;
}

void lookout_register(void)
{
    tcp_only = register_dissector_table("legacyssl.tcp", "TCP behind the LegacySSL lookout",
                                        proto_legacyssl, FT_UINT8, BASE_DEC);
}

void lookout_handoff(void)
{
    dissector_handle_t tcp = find_dissector("tcp");
    dissector_handle_t handle = create_dissector_handle_with_name_and_description(
        lookout, proto_get_id_by_filter_name("tcp"), "tcp.legacyssl", "TCP, watched by LegacySSL");

    dissector_add_uint("legacyssl.tcp", IP_PROTO_TCP, tcp);
    dissector_delete_uint("ip.proto", IP_PROTO_TCP, tcp);
    dissector_add_uint("ip.proto", IP_PROTO_TCP, handle);
}
