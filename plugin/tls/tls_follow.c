/* tls_follow.c - reads handshakes along with the built-in, takes over from ChangeCipherSpec
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_follow.h"

#include "application/app_dissector.h"
#include "state/conversation.h"
#include "show/fields.h"
#include "show/keys_tree.h"
#include "wireshark/segment_conversation.h"
#include "statistics/taps.h"
#include "tls/tls_keys.h"
#include "wireshark/proto.h"
#include "loss/lost_segments.h"
#include "ssl2/ssl2_handshake.h"
#include "tls/tls_record_header.h"
#include "tls/tls_state.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/show_exception.h>

#define SSL2_FORMAT 0x80
#define SSL2_HEADER 2
#define MESSAGE_HEADER 4
#define ALERT_SIZE 2
#define MAX_LOOK_BACK (1 << 20) /* how far before the switch a reassembled segment can begin */

/* One side's cleartext, read record by record. */
struct follow_side {
    bool has_started : 1;
    bool has_switched : 1;
    bool is_lost : 1;      /* it can't be read any further: there will be no switch */
    bool has_gap : 1;      /* bytes are missing: ChangeCipherSpec may be among them ... */
    bool is_searching : 1; /* ... and where the next record begins is not known */
    guint32 gap_at;        /* where the latest gap began */
    guint32 next_sequence; /* TCP sequence number of the next byte to read */
    struct unread unread;  /* bytes of a record that is not whole yet; they end at next_sequence */
    struct unread messages;
    guint32 switch_frame, switch_sequence; /* of ChangeCipherSpec */
};

struct tls_follow {
    guint32 armed_in;          /* frame */
    bool is_theirs : 1;        /* decided: nothing here is for us */
    bool is_other_version : 1; /* ServerHello chose TLS 1.1 or later */
    bool is_closed_resumed : 1;
    dissector_handle_t armed_over; /* who had the conversation before */
    struct tls_handshake *handshake;
    struct follow_side side[2];
    guint32 closed_in, closed_sequence; /* the ChangeCipherSpec that left it to the built-in */
    const struct connection *complaint; /* what is to be told there; NULL: nothing */
};

static dissector_handle_t follower;
static gboolean is_passing_on; /* a call of ours that must not come back to us */

/* ---- reading -------------------------------------------------------------------------------- */

static void stop_reading(struct follow_side *from)
{
    from->is_lost = TRUE;
    unread_drop(&from->unread);
}

/* What one side sends can't be followed any further. Unless we have the other side already, that
 * makes all of it theirs. */
static void give_up(struct legacyssl_conversation *state, enum legacyssl_side side)
{
    struct tls_follow *follow = state->follow;

    stop_reading(&follow->side[side]);
    if (state->is_claimed)
        return;
    follow->is_theirs = TRUE;
    stop_reading(&follow->side[LEGACYSSL_CLIENT]);
    stop_reading(&follow->side[LEGACYSSL_SERVER]);
    tls_handshake_done(follow->handshake);
}

static void message_seen(struct legacyssl_bytes message, void *data)
{
    struct tls_follow *follow = data;
    enum legacyssl_protocol protocol;

    tls_handshake_message_seen(follow->handshake, message);
    follow->is_other_version |= follow->handshake->has_server_random &&
                                !tls_version_protocol(follow->handshake->version, &protocol);
}

/* The secret is not known: remember where the session begins, for the statistics. */
static void session_closed(struct tls_follow *follow, enum legacyssl_side side, guint32 frame,
                           guint32 sequence)
{
    enum legacyssl_protocol protocol;

    if ((!follow->handshake->has_server_random ||
         !tls_version_protocol(follow->handshake->version, &protocol)) &&
        tls_keys_complaint(follow->handshake, FALSE) == NULL)
        return;
    follow->closed_in = frame;
    follow->closed_sequence = sequence;
    follow->is_closed_resumed = tls_handshake_is_resumed(follow->handshake, side);
    follow->complaint = tls_keys_complaint(follow->handshake, follow->is_closed_resumed);
}

/* ChangeCipherSpec of `side`: the first one decides whose the rest of the conversation is. FALSE if
 * theirs. */
static gboolean change_cipher_spec_seen(struct legacyssl_conversation *state,
                                        enum legacyssl_side side, guint32 frame, guint32 sequence)
{
    struct tls_follow *follow = state->follow;
    enum legacyssl_protocol protocol;

    if (!state->is_claimed) {
        struct connection *connection =
            tls_find_keys(follow->handshake, tls_handshake_is_resumed(follow->handshake, side));
        if (connection == NULL || !tls_handshake_protocol(follow->handshake, &protocol)) {
            session_closed(follow, side, frame, sequence);
            return FALSE;
        }
        legacyssl_conversation_claim(state, protocol);
        state->tls = tls_conversation_new(follow->handshake);
        state->tls->pending = connection;
    }
    follow->side[side].has_switched = TRUE;
    follow->side[side].switch_frame = frame;
    follow->side[side].switch_sequence = sequence;
    return TRUE;
}

/* Whether a record that follows a gap is encrypted: application data always, handshake if its type
 * or length can't be, an alert by its length. */
static gboolean is_encrypted(guint8 type, struct legacyssl_bytes body)
{
    if (type == TLS_HANDSHAKE)
        return body.len < MESSAGE_HEADER || body.data[0] > TLS_FINISHED || body.data[1] != 0;
    return type == TLS_APPLICATION_DATA || (type == TLS_ALERT && body.len != ALERT_SIZE);
}

/* The switch is in the gap, and this record is the first behind it. */
static gboolean change_cipher_spec_lost(struct legacyssl_conversation *state,
                                        enum legacyssl_side side, guint32 frame, guint32 sequence)
{
    if (!change_cipher_spec_seen(state, side, frame, sequence))
        return FALSE;
    state->tls->has_lost_change[side] = TRUE;
    state->tls->gap_at[side] = state->follow->side[side].gap_at;
    return TRUE;
}

/* Takes note of a record; `sequence` is the TCP sequence number of its header. FALSE if there is
 * nothing more to follow. */
static gboolean record_seen(struct legacyssl_conversation *state, enum legacyssl_side side,
                            struct legacyssl_bytes record, guint32 frame, guint32 sequence)
{
    struct tls_follow *follow = state->follow;
    const struct legacyssl_bytes body = {record.data + TLS_RECORD_HEADER,
                                         record.len - TLS_RECORD_HEADER};

    if (record.data[0] == TLS_CHANGE_CIPHER_SPEC)
        return change_cipher_spec_seen(state, side, frame, sequence);
    if (follow->side[side].has_gap && is_encrypted(record.data[0], body))
        return change_cipher_spec_lost(state, side, frame, sequence);
    if (record.data[0] != TLS_HANDSHAKE)
        return TRUE;
    return tls_messages_add(&follow->side[side].messages, body, message_seen, follow) &&
           !follow->is_other_version;
}

/* What became of the bytes at the front of what is unread. */
enum progress { RECORD_READ, RECORD_NOT_WHOLE, RECORD_NONE };

/* The first thing of a client may be an SSL 2.0-format hello. */
static enum progress read_ssl2_hello(struct legacyssl_conversation *state,
                                     struct legacyssl_bytes bytes, gsize *size)
{
    if (bytes.len < SSL2_HEADER)
        return RECORD_NOT_WHOLE;
    *size = SSL2_HEADER + (gsize)((bytes.data[0] & 0x7f) << 8 | bytes.data[1]);
    if (*size > bytes.len)
        return RECORD_NOT_WHOLE;
    ssl2_foreign_hello_seen(state, (struct legacyssl_bytes){bytes.data, *size});
    return tls_handshake_ssl2_hello_seen(
               state->follow->handshake,
               (struct legacyssl_bytes){bytes.data + SSL2_HEADER, *size - SSL2_HEADER})
               ? RECORD_READ
               : RECORD_NONE;
}

static enum progress read_record(struct legacyssl_conversation *state, enum legacyssl_side side,
                                 struct legacyssl_bytes bytes, guint32 frame, guint32 sequence,
                                 gsize *size)
{
    if (side == LEGACYSSL_CLIENT && !state->follow->handshake->has_client_random &&
        (bytes.data[0] & SSL2_FORMAT))
        return read_ssl2_hello(state, bytes, size);
    if (bytes.len < TLS_RECORD_HEADER)
        return RECORD_NOT_WHOLE;
    if (!tls_is_record_header(bytes.data))
        return RECORD_NONE;
    *size = TLS_RECORD_HEADER + (gsize)(bytes.data[3] << 8 | bytes.data[4]);
    if (*size > bytes.len)
        return RECORD_NOT_WHOLE;
    return record_seen(state, side, (struct legacyssl_bytes){bytes.data, *size}, frame, sequence)
               ? RECORD_READ
               : RECORD_NONE;
}

/* Reads the whole records among what is unread and the `bytes` that follow it; keeps the rest. FALSE
 * if there is nothing more to follow. */
static gboolean read_records(struct legacyssl_conversation *state, enum legacyssl_side side,
                             struct legacyssl_bytes bytes, guint32 frame)
{
    struct follow_side *from = &state->follow->side[side];
    const struct legacyssl_bytes all = unread_add(&from->unread, bytes);
    enum progress progress = RECORD_READ;
    gsize done = 0;

    while (progress == RECORD_READ && done < all.len && !from->has_switched) {
        const struct legacyssl_bytes left = {all.data + done, all.len - done};
        gsize size = 0;
        progress =
            read_record(state, side, left, frame, from->next_sequence - (guint32)left.len, &size);
        if (progress == RECORD_READ)
            done += size;
    }
    unread_done(&from->unread, all, progress == RECORD_NOT_WHOLE ? done : all.len);
    return progress != RECORD_NONE;
}

/* A side's handshake begins with the first bytes that come here; the server's, if the client was
 * heard first, where the client's hello says that it has heard all before: a dialogue before
 * STARTTLS may still wait for reassembly. */
static void start_reading(struct tls_follow *follow, enum legacyssl_side side,
                          const struct tcpinfo *tcpinfo)
{
    struct follow_side *server = &follow->side[LEGACYSSL_SERVER];

    follow->side[side].has_started = TRUE;
    follow->side[side].next_sequence = tcpinfo->seq;
    if (side == LEGACYSSL_CLIENT && !server->has_started) {
        server->has_started = TRUE;
        server->next_sequence = tcpinfo->lastackseq;
    }
}

/* Bytes are missing. Where both randoms are known the handshake can be done without: go on with the
 * next record, whose place in `tvb` is returned; len if there is none, -1 if it can't be. */
static gint find_behind_gap(struct tls_follow *follow, struct follow_side *from, tvbuff_t *tvb,
                            guint32 sequence)
{
    const gint len = (gint)tvb_captured_length(tvb);
    enum legacyssl_protocol protocol;

    if (!tls_handshake_protocol(follow->handshake, &protocol))
        return -1;
    if (!from->is_searching)
        from->gap_at = from->next_sequence - (guint32)unread_len(&from->unread);
    from->has_gap = TRUE;
    unread_drop(&from->unread);
    unread_drop(&from->messages);
    follow->handshake->is_incomplete = TRUE;
    from->next_sequence = sequence;
    const gint found =
        tls_find_header(tvb, 0, len - TLS_RECORD_HEADER, legacyssl_protocol_version(protocol));
    from->is_searching = found < 0;
    return found < 0 ? len : found;
}

/* What a side acknowledges it has seen, captured or not. */
static void look_at_acknowledgement(struct tls_follow *follow, enum legacyssl_side side,
                                    guint32 acknowledged)
{
    const struct follow_side *other =
        &follow->side[side == LEGACYSSL_CLIENT ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT];

    follow->handshake->is_incomplete |= other->has_started && !other->has_switched &&
                                        (gint32)(acknowledged - other->next_sequence) > 0;
}

/* First pass: read what is new in this segment. TCP shows bytes again after reassembly. */
static void read_along(struct legacyssl_conversation *state, enum legacyssl_side side,
                       tvbuff_t *tvb, const packet_info *pinfo, const struct tcpinfo *tcpinfo)
{
    struct follow_side *from = &state->follow->side[side];
    const gint len = (gint)tvb_captured_length(tvb);

    if (!from->has_started)
        start_reading(state->follow, side, tcpinfo);
    look_at_acknowledgement(state->follow, side, tcpinfo->lastackseq);
    gint32 known = (gint32)(from->next_sequence - tcpinfo->seq);
    if (known >= len)
        return;
    if (known < 0 || from->is_searching)
        known = find_behind_gap(state->follow, from, tvb, tcpinfo->seq);
    if (known < 0 || tvb_reported_length(tvb) != (guint)len) {
        if (!state->is_claimed)
            session_closed(state->follow, side, pinfo->num, tcpinfo->seq);
        give_up(state, side);
        return;
    }
    if (known == len) {
        from->next_sequence = tcpinfo->seq + (guint32)len;
        return;
    }
    const struct legacyssl_bytes bytes = {tvb_get_ptr(tvb, known, len - known),
                                          (gsize)(len - known)};
    from->next_sequence = tcpinfo->seq + (guint32)len;
    if (!read_records(state, side, bytes, pinfo->num))
        give_up(state, side);
}

/* ---- handing on ----------------------------------------------------------------------------- */

/* Who would be asked if we were not there: NULL stands for ports and heuristics. */
static dissector_handle_t without_us(conversation_t *conversation, const struct tls_follow *follow)
{
    if (follow->armed_over != NULL)
        return follow->armed_over;
    return conversation_get_dissector(conversation, follow->armed_in - 1);
}

/* All of a segment: returning 0 lets TCP go on as if this conversation had no dissector. */
static int pass_on(conversation_t *conversation, const struct tls_follow *follow, tvbuff_t *tvb,
                   packet_info *pinfo, proto_tree *tree, void *data)
{
    dissector_handle_t handle = without_us(conversation, follow);

    if (handle == NULL)
        return 0;
    pinfo->can_desegment = pinfo->saved_can_desegment;
    return call_dissector_only(handle, tvb, pinfo, tree, data);
}

static void call_without_us(conversation_t *conversation, const struct tls_follow *follow,
                            tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                            struct tcpinfo *tcpinfo)
{
    dissector_handle_t handle = without_us(conversation, follow);
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
static void pass_on_front(conversation_t *conversation, const struct tls_follow *follow,
                          tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                          struct tcpinfo *tcpinfo)
{
    pinfo->can_desegment = 0;
    TRY
    {
        call_without_us(conversation, follow, tvb, pinfo, tree, tcpinfo);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = 0;
}

static int take_over(conversation_t *conversation, const struct tls_follow *follow, gint split,
                     tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                     const struct tcpinfo *tcpinfo)
{
    const guint16 can_desegment = pinfo->saved_can_desegment;
    struct tcpinfo ours = *tcpinfo;

    if (split > 0)
        pass_on_front(conversation, follow, tvb_new_subset_length(tvb, 0, split), pinfo, tree,
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
static gint split_point(const struct follow_side *from, const packet_info *pinfo, gint len,
                        guint32 sequence)
{
    if (!from->has_switched || pinfo->num < from->switch_frame)
        return len;
    const gint32 before = (gint32)(from->switch_sequence - sequence);
    return before > 0 && before < MAX_LOOK_BACK ? MIN(before, len) : 0;
}

static void tap_closed_session(const struct tls_follow *follow, packet_info *pinfo)
{
    struct connection *connection = wmem_new0(pinfo->pool, struct connection);

    tls_describe(follow->handshake, follow->is_closed_resumed, connection);
    taps_closed_session(connection, pinfo);
}

/* The built-in can't tell why a key that was given to us does not help. */
static void draw_complaint(const struct connection *complaint, tvbuff_t *tvb, packet_info *pinfo,
                           proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, 0, ENC_NA);

    proto_item_set_generated(item);
    keys_tree_draw(complaint, pinfo, proto_item_add_subtree(item, ett_legacyssl), tvb);
}

static void tell_closed_session(const struct tls_follow *follow, tvbuff_t *tvb, packet_info *pinfo,
                                proto_tree *tree, guint32 sequence)
{
    if (follow->closed_in != pinfo->num ||
        follow->closed_sequence - sequence >= tvb_reported_length(tvb))
        return;
    tap_closed_session(follow, pinfo);
    if (follow->complaint != NULL)
        draw_complaint(follow->complaint, tvb, pinfo, tree);
}

static int follow_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    conversation_t *conversation = segment_conversation(pinfo);
    struct legacyssl_conversation *state =
        conversation != NULL ? conversation_get_proto_data(conversation, proto_legacyssl) : NULL;
    const struct tcpinfo *tcpinfo = data;

    if (is_passing_on || state == NULL || state->follow == NULL || tcpinfo == NULL ||
        app_dissector_is_calling(state))
        return 0;
    struct tls_follow *follow = state->follow;
    if (follow->is_theirs) {
        tell_closed_session(follow, tvb, pinfo, tree, tcpinfo->seq);
        return pass_on(conversation, follow, tvb, pinfo, tree, data);
    }
    const enum legacyssl_side side = legacyssl_conversation_side(state, pinfo);
    if (!pinfo->fd->visited && !follow->side[side].has_switched && !follow->side[side].is_lost)
        read_along(state, side, tvb, pinfo, tcpinfo);
    const gint len = (gint)tvb_reported_length(tvb);
    tell_closed_session(follow, tvb, pinfo, tree, tcpinfo->seq);
    const gint split = split_point(&follow->side[side], pinfo, len, tcpinfo->seq);
    if (split >= len)
        return pass_on(conversation, follow, tvb, pinfo, tree, data);
    return take_over(conversation, follow, split, tvb, pinfo, tree, tcpinfo);
}

void tls_follow_handoff(void)
{
    follower = create_dissector_handle(follow_dissect, -1);
}

void tls_follow_arm(conversation_t *conversation, struct legacyssl_conversation *state,
                    packet_info *pinfo)
{
    struct tls_follow *follow = wmem_new0(wmem_file_scope(), struct tls_follow);

    follow->armed_in = pinfo->num;
    follow->armed_over = conversation_get_dissector(conversation, pinfo->num);
    follow->handshake = tls_handshake_new();
    state->follow = follow;
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, follower);
}

void tls_follow_stay(conversation_t *conversation, packet_info *pinfo)
{
    struct legacyssl_conversation *state =
        conversation_get_proto_data(conversation, proto_legacyssl);
    dissector_handle_t other = conversation_get_dissector(conversation, pinfo->num);

    if (state == NULL || state->follow == NULL || other == follower)
        return;
    state->follow->armed_over = other;
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, follower);
}
