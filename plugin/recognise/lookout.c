/* lookout.c - sees every TCP segment before TCP does, to notice our protocols on any port
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/lookout.h"

#include "application/app_data.h"
#include "loss/lost_segments.h"
#include "pct1/pct1_hello.h"
#include "recognise/claim.h"
#include "recognise/first_bytes.h"
#include "recognise/overflowing_hello.h"
#include "recognise/read_along.h"
#include "recognise/recognise.h"
#include "recognise/segment.h"
#include "security/findings.h"
#include "ssl2/ssl2_failure.h"
#include "ssl2/ssl2_handshake.h"
#include "state/conversation.h"
#include "statistics/plain_tap.h"
#include "tls/tls_takeover.h"
#include "wireshark/proto.h"
#include "wireshark/segment_conversation.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/ipproto.h>

static dissector_table_t tcp_ports;
static dissector_handle_t tcp, lookout_handle;
static int proto_lookout;

/* What is to be done about a segment once TCP has seen it. */
struct sighting {
    struct segment segment;
    struct recognised recognised;
    gboolean begins_stream; /* its sender's; only looked at where something is recognised */
    gboolean is_new;        /* the conversation was made for it, before TCP could */
    gboolean is_claimed;    /* with this segment */
    gboolean is_reading;    /* a hello whose handshake is read along from here (read_along.h) */
    gboolean is_first;      /* likewise, once TCP has made its conversation */
    enum legacyssl_side first_sender;
    gboolean is_in_tds;      /* such a hello is, in one of its packets */
    gboolean is_overflowing; /* a hello that is an attack and nothing else */
    struct sender *sender;  /* one of ours; NULL: none */
    conversation_t *before; /* a SYN's: which had its ports; NULL: none, or no SYN */
};

static conversation_t *known_conversation(packet_info *pinfo, const struct segment *segment)
{
    return segment_conversation_before(pinfo, segment->source_port, segment->destination_port);
}

/* The conversation that TCP would make for this segment, if it has none. */
static conversation_t *conversation_of(packet_info *pinfo, struct sighting *sighting)
{
    const struct segment *segment = &sighting->segment;
    conversation_t *conversation = known_conversation(pinfo, segment);

    if (conversation != NULL)
        return conversation;
    sighting->is_new = TRUE;
    return conversation_new(pinfo->num, &pinfo->src, &pinfo->dst, CONVERSATION_TCP,
                            segment->source_port, segment->destination_port, 0);
}

/* Bits of tcp.completeness, as its users know them. */
enum { COMPLETENESS_SYN = 1, COMPLETENESS_DATA = 8 };

/* TCP counts a conversation that it finds as one that began before: as it would have counted this. */
static void correct_completeness(conversation_t *conversation, const struct segment *segment)
{
    struct tcp_analysis *analysis =
        conversation_get_proto_data(conversation, proto_get_id_by_filter_name("tcp"));

    if (analysis == NULL)
        return;
    analysis->conversation_completeness =
        (segment->flags & (TH_SYN | TH_ACK)) == TH_SYN
            ? COMPLETENESS_SYN | COMPLETENESS_DATA
            : 0;
}

/* ---- SSL 3.0 and TLS 1.0: read along --------------------------------------------------------- */

static struct legacyssl_conversation *state_of(conversation_t *conversation, packet_info *pinfo,
                                               const struct segment *segment,
                                               enum legacyssl_side sender)
{
    struct legacyssl_conversation *state =
        conversation_get_proto_data(conversation, proto_legacyssl);

    if (state == NULL)
        state = legacyssl_conversation_new(conversation, pinfo, sender, segment->source_port,
                                           segment->destination_port);
    return state;
}

/* A SYN can begin another conversation on known ports. */
static gboolean is_first(packet_info *pinfo, const struct segment *segment)
{
    return (segment->flags & TH_SYN) || known_conversation(pinfo, segment) == NULL;
}

/* A hello in SSL 2.0's format that offers more: the answer tells. */
static gboolean is_foreign_hello(const struct recognised *recognised)
{
    return recognised->proof == HELLO_PROVEN && recognised->hello == HELLO_SSL2_FORMAT;
}

/* The state of a conversation whose handshake can be read along from this hello on; NULL: it is
 * claimed already. */
static struct legacyssl_conversation *readable(conversation_t *conversation, packet_info *pinfo,
                                               const struct sighting *sighting,
                                               enum legacyssl_side sender)
{
    const struct segment *segment = &sighting->segment;
    struct legacyssl_conversation *state = state_of(conversation, pinfo, segment, sender);

    if (state->is_claimed)
        return NULL;
    if (is_foreign_hello(&sighting->recognised))
        ssl2_foreign_hello_seen(state, segment->payload, pinfo->num);
    return state;
}

static void look_at_tls(packet_info *pinfo, struct sighting *sighting, enum legacyssl_side sender)
{
    conversation_t *conversation = known_conversation(pinfo, &sighting->segment);

    sighting->is_first = is_first(pinfo, &sighting->segment);
    sighting->first_sender = sender;
    if (sighting->is_first)
        return;
    struct legacyssl_conversation *state = readable(conversation, pinfo, sighting, sender);
    sighting->is_reading =
        state != NULL && read_along_from_here(conversation, state, pinfo, sighting->is_in_tds);
}

/* For the first hello of a conversation, see read_along.h. */
static void read_first(conversation_t *conversation, packet_info *pinfo, tvbuff_t *tvb,
                       const struct sighting *sighting)
{
    struct legacyssl_conversation *state =
        readable(conversation, pinfo, sighting, sighting->first_sender);

    if (state != NULL)
        read_along_from_first(conversation, state, pinfo, tvb, &sighting->segment,
                              sighting->first_sender, sighting->is_in_tds);
}

/* ---- SSL 2.0 and PCT: claim ------------------------------------------------------------------ */

static gboolean has_foreign_hello(const struct legacyssl_conversation *state)
{
    return state->ssl2 != NULL && state->ssl2->has_foreign_hello;
}

/* A hello of SSL 2.0 becomes one of PCT with the server's first record. */
static enum legacyssl_protocol protocol_of(const struct legacyssl_conversation *state,
                                           enum hello hello)
{
    return has_foreign_hello(state) ? LEGACYSSL_SSL2 : hello_protocol(hello);
}

static void claim(conversation_t *conversation, packet_info *pinfo, struct sighting *sighting,
                  enum hello hello)
{
    const struct segment *segment = &sighting->segment;
    struct legacyssl_conversation *state =
        state_of(conversation, pinfo, segment, hello_sender(hello));

    if (state->is_claimed)
        return;
    const gboolean is_answer = hello == HELLO_PCT1_SERVER || hello == HELLO_PCT1_ERROR;
    const struct doubtful_hello *doubtful =
        is_answer ? first_bytes_answered(conversation, segment) : NULL;
    claim_conversation(state, protocol_of(state, hello));
    state->sender[LEGACYSSL_CLIENT].sequence = has_foreign_hello(state);
    sighting->is_claimed = TRUE;
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, legacyssl_handle);
    if (doubtful != NULL)
        claim_answered_hello(state, pinfo->num, doubtful);
}

static gboolean is_of_tls(dissector_handle_t given)
{
    return given != NULL &&
           dissector_handle_get_protocol_index(given) == proto_get_id_by_filter_name("tls");
}

/* By Decode As or a preference, the user has given the port to another protocol. */
static gboolean is_given_away(guint32 port)
{
    dissector_handle_t given = dissector_get_uint_handle(tcp_ports, port);

    return given != NULL && given != dissector_get_default_uint_handle("tcp.port", port) &&
           dissector_handle_get_protocol_index(given) != proto_legacyssl && !is_of_tls(given);
}

static gboolean is_given_away_by_port(const struct segment *segment)
{
    return is_given_away(segment->source_port) || is_given_away(segment->destination_port);
}

/* The user's word counts for what a stream begins with: behind STARTTLS it is the word of another
 * protocol, which may well go over to ours. An ERROR alone is too little in the middle. */
static gboolean is_ours_to_claim(const struct sighting *sighting)
{
    return sighting->begins_stream ? !is_given_away_by_port(&sighting->segment)
                                   : sighting->recognised.hello != HELLO_PCT1_ERROR;
}

/* A segment that goes on in a stream whose beginning was too short to tell. */
static void look_at_beginning(packet_info *pinfo, struct sighting *sighting)
{
    const struct segment *segment = &sighting->segment;
    conversation_t *conversation = known_conversation(pinfo, segment);
    gsize before = 0;
    const struct legacyssl_bytes joined = first_bytes_join(conversation, segment, pinfo, &before);

    if (joined.len == 0)
        return;
    const struct recognised recognised = recognise_hello(joined);
    first_bytes_go_on(conversation, segment, joined, recognised.proof == HELLO_POSSIBLE);
    if (recognised.proof != HELLO_PROVEN || is_given_away_by_port(segment))
        return;
    if (is_foreign_hello(&recognised)) {
        struct legacyssl_conversation *state =
            state_of(conversation, pinfo, segment, LEGACYSSL_CLIENT);
        ssl2_foreign_hello_seen(state, joined, pinfo->num);
        sighting->is_reading = read_along_from_here(conversation, state, pinfo, FALSE);
        return;
    }
    claim(conversation, pinfo, sighting, recognised.hello);
    if (sighting->is_claimed)
        claim_prefix(conversation_get_proto_data(conversation, proto_legacyssl),
                     hello_sender(recognised.hello),
                     segment_relative_seq(segment, conversation, segment->seq - (guint32)before),
                     (struct legacyssl_bytes){joined.data, before});
}

static void look(packet_info *pinfo, struct sighting *sighting)
{
    const struct legacyssl_bytes payload = sighting->segment.payload;
    enum legacyssl_side sender;

    if (payload.len == 0)
        return;
    sighting->is_in_tds = recognise_tds_hello(payload);
    if (sighting->is_in_tds)
        look_at_tls(pinfo, sighting, LEGACYSSL_CLIENT);
    else if (recognise_tls_hello(payload, &sender))
        look_at_tls(pinfo, sighting, sender);
    const gboolean is_overflowing = pct1_is_overflowing_hello(payload);
    sighting->recognised = recognise_hello(payload);
    if (is_overflowing || sighting->recognised.proof != HELLO_IMPOSSIBLE)
        sighting->begins_stream = segment_begins_stream(
            &sighting->segment, known_conversation(pinfo, &sighting->segment));
    sighting->is_overflowing = is_overflowing && sighting->begins_stream;
    if (sighting->recognised.proof != HELLO_PROVEN || !is_ours_to_claim(sighting))
        look_at_beginning(pinfo, sighting);
    else if (is_foreign_hello(&sighting->recognised))
        look_at_tls(pinfo, sighting, LEGACYSSL_CLIENT);
    else
        claim(conversation_of(pinfo, sighting), pinfo, sighting, sighting->recognised.hello);
}

/* After TCP, which has made the conversation by now. */
static void keep_beginning(conversation_t *conversation, packet_info *pinfo,
                           const struct sighting *sighting)
{
    const enum hello_proof proof = sighting->recognised.proof;

    if (sighting->begins_stream &&
        (proof == HELLO_POSSIBLE || proof == HELLO_CONTRADICTORY))
        first_bytes_keep(conversation, &sighting->segment, pinfo->num,
                         proof == HELLO_CONTRADICTORY);
}

/* ---- what goes by ----------------------------------------------------------------------------- */

/* What the senders of ours have sent so far tells what is missing. The sender of the segment, NULL
 * if it isn't one of ours. */
static struct sender *look_for_gap(packet_info *pinfo, const struct segment *segment)
{
    lost_segments_forget();
    if (legacyssl_conversation_count() == 0 || segment->payload.len == 0)
        return NULL;
    conversation_t *conversation = known_conversation(pinfo, segment);
    const struct legacyssl_conversation *state =
        conversation != NULL ? conversation_get_proto_data(conversation, proto_legacyssl) : NULL;
    if (state == NULL || !state->is_claimed)
        return NULL;
    struct sender *sender =
        &state->sender[legacyssl_conversation_sender(state, &pinfo->src, segment->source_port)];
    lost_segments_see(sender, segment->seq, segment->payload, segment->wire_len);
    return sender;
}

/* A sender's FIN ends what it sends, a RST what both send. TCP passes neither on when it has no
 * data. */
static void look_for_end(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         const struct segment *segment)
{
    if (!(segment->flags & (TH_FIN | TH_RST)) || legacyssl_conversation_count() == 0)
        return;
    struct legacyssl_conversation *state = legacyssl_conversation_find(pinfo);
    if (state == NULL || !state->is_claimed)
        return;
    const enum legacyssl_side side = legacyssl_conversation_side(state, pinfo);
    if (!pinfo->fd->visited)
        ssl2_look_at_end(state, side, pinfo->num);
    app_data_end(state, side, APP_DATA_FIN, tvb, pinfo, tree);
    if (segment->flags & TH_RST)
        app_data_end(state, other_side(side), APP_DATA_FIN, tvb, pinfo, tree);
    plain_tap_end(state, side, (segment->flags & TH_RST) != 0, pinfo);
}

static void before_tcp(packet_info *pinfo, struct sighting *sighting)
{
    look(pinfo, sighting);
    sighting->sender = look_for_gap(pinfo, &sighting->segment);
}

static void look_for_attack(conversation_t *conversation, packet_info *pinfo,
                            const struct segment *segment, gboolean is_overflowing)
{
    if (is_overflowing)
        overflowing_hello_seen(
            state_of(conversation, pinfo, segment, LEGACYSSL_CLIENT), pinfo->num,
            is_of_tls(dissector_get_uint_handle(tcp_ports, segment->destination_port)));
    else
        overflowing_hello_look_for_answer(conversation, segment, pinfo);
}

/* An acknowledgement alone begins nothing. */
static gboolean is_of_no_concern(const struct segment *segment)
{
    return segment->payload.len == 0 && !(segment->flags & TH_SYN) &&
           !segment_conversation_any_reuse();
}

static void after_tcp(tvbuff_t *tvb, packet_info *pinfo, const struct sighting *sighting)
{
    if (is_of_no_concern(&sighting->segment))
        return;
    conversation_t *conversation = known_conversation(pinfo, &sighting->segment);
    if (conversation == NULL)
        return;
    if (sighting->before != NULL && sighting->before != conversation)
        segment_conversation_is_reuse(conversation);
    if (conversation_get_proto_data(conversation, proto_legacyssl) != NULL)
        segment_conversation_keep(pinfo, conversation);
    if (sighting->sender != NULL)
        lost_segments_seen(sighting->sender);
    if (sighting->is_new)
        correct_completeness(conversation, &sighting->segment);
    if (sighting->is_first)
        read_first(conversation, pinfo, tvb, sighting);
    if (sighting->is_reading)
        tls_takeover_stay(conversation, pinfo);
    keep_beginning(conversation, pinfo, sighting);
    look_for_attack(conversation, pinfo, &sighting->segment, sighting->is_overflowing);
}

/* What an ICMP error quotes has been said before, and by somebody else's word: it is TCP's alone. */
static int lookout(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct sighting sighting = {.recognised.proof = HELLO_IMPOSSIBLE};
    const gboolean is_segment = !pinfo->flags.in_error_pkt &&
                                segment_read(tvb, pinfo, &sighting.segment) &&
                                proto_is_protocol_enabled(find_protocol_by_id(proto_legacyssl));
    const gboolean is_first_visit = is_segment && !pinfo->fd->visited;

    if (is_first_visit)
        before_tcp(pinfo, &sighting);
    if (sighting.segment.flags & TH_SYN) {
        if (is_first_visit)
            sighting.before = known_conversation(pinfo, &sighting.segment);
        segment_conversation_forget();
    }
    const int len = call_dissector_only(tcp, tvb, pinfo, tree, data);
    if (is_first_visit)
        after_tcp(tvb, pinfo, &sighting);
    if (is_segment) {
        look_for_end(tvb, pinfo, tree, &sighting.segment);
        findings_draw(pinfo, tvb, tree);
    }
    return len;
}

/* ---- in TCP's place --------------------------------------------------------------------------- */

/* At each file: Decode As TCP means TCP, which we call. */
static void take_place(void)
{
    if (dissector_get_uint_handle(find_dissector_table("ip.proto"), IP_PROTO_TCP) == tcp)
        dissector_change_uint("ip.proto", IP_PROTO_TCP, lookout_handle);
}

/* A helper of TCP's: it has no layer of its own, and is there when TCP is. */
void lookout_register(void)
{
    proto_lookout = proto_register_protocol_in_name_only(
        "TCP, watched by LegacySSL", "LegacySSL lookout", "legacyssl.lookout",
        proto_get_id_by_filter_name("tcp"), FT_PROTOCOL);
    first_bytes_register();
    register_init_routine(take_place);
}

void lookout_handoff(void)
{
    tcp = find_dissector("tcp");
    tcp_ports = find_dissector_table("tcp.port");
    lookout_handle = create_dissector_handle(lookout, proto_lookout);
    dissector_delete_uint("ip.proto", IP_PROTO_TCP, tcp);
    dissector_add_uint("ip.proto", IP_PROTO_TCP, lookout_handle);
}
