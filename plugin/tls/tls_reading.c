/* tls_reading.c - reads the handshake of SSL 3.0 and TLS along, beside the built-in dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_reading.h"

#include "state/conversation.h"
#include "tls/tls_handshake.h"
#include "tls/tls_keys.h"
#include "ssl2/ssl2_handshake.h"
#include "tls/tls_content_type.h"
#include "tls/tls_record_header.h"
#include "tls/tls_state.h"
#include "secrets/builtin_keylog.h"
#include "security/findings.h"
#include "tls/tls_security.h"
#include "tls/tls_watch.h"

#define SSL2_FORMAT 0x80
#define SSL2_HEADER 2
#define MESSAGE_HEADER 4
#define MAX_LOOK_BACK (1 << 20) /* how far before the switch a reassembled segment can begin */
#define FAR_BEHIND (1 << 30) /* bytes: nothing from before the switch comes any more */


void tls_reading_begin(struct legacyssl_conversation *state)
{
    state->reading = wmem_new0(wmem_file_scope(), struct tls_reading);
    state->reading->conversation = state;
    state->reading->handshake = tls_handshake_new();
}

static void stop_reading(struct tls_reading_side *from)
{
    from->is_lost = TRUE;
    unread_drop(&from->unread);
}

/* What one side sends can't be read any further. Unless we have the other side already, that
 * makes all of it theirs. */
static void give_up(struct legacyssl_conversation *state, enum legacyssl_side side)
{
    struct tls_reading *reading = state->reading;

    stop_reading(&reading->side[side]);
    if (state->is_claimed)
        return;
    reading->is_theirs = TRUE;
    stop_reading(&reading->side[LEGACYSSL_CLIENT]);
    stop_reading(&reading->side[LEGACYSSL_SERVER]);
    tls_handshake_done(reading->handshake);
}

/* An encrypted renegotiation's is not among them. */
static void take_hello_facts(const struct tls_reading *reading)
{
    const struct tls_handshake *handshake = reading->handshake;

    reading->conversation->hello = (struct hello_facts){
        .suites = handshake->suites,
        .suite_size = handshake->suite_size,
        .certificate = handshake->certificate,
    };
}

static void message_seen(struct legacyssl_bytes message, void *data)
{
    struct tls_reading *reading = data;
    enum legacyssl_protocol protocol;

    tls_handshake_message_seen(reading->handshake, message, reading->frame);
    tls_open_premaster(reading->handshake, message);
    take_hello_facts(reading);
    tls_look_at_message(reading->conversation, reading->handshake, message, reading->frame);
    if (reading->is_other_version)
        return;
    reading->is_other_version = reading->handshake->has_server_random &&
                                !tls_version_protocol(reading->handshake->version, &protocol);
    if (reading->is_other_version)
        builtin_keylog_give();
}

/* The secret is not known: remember where the session begins, for the statistics. */
static void session_closed(struct tls_reading *reading, enum legacyssl_side side, guint32 frame,
                           guint32 seq)
{
    enum legacyssl_protocol protocol;

    if ((!reading->handshake->has_server_random ||
         !tls_version_protocol(reading->handshake->version, &protocol)) &&
        tls_keys_failure(reading->handshake, FALSE) == NULL)
        return;
    reading->closed_in = frame;
    reading->closed_seq = seq;
    reading->is_closed_resumed = tls_handshake_is_resumed(reading->handshake, side);
    reading->failed = tls_keys_failure(reading->handshake, reading->is_closed_resumed);
}

/* The rest of a record is lost: the messages that are whole in its beginning were said all the same. */
static void read_cut_record(struct tls_reading *reading, struct tls_reading_side *from)
{
    const struct legacyssl_bytes nothing = {NULL, 0}, cut = unread_add(&from->unread, nothing);

    if (cut.len > TLS_RECORD_HEADER && tls_is_record_header(cut.data) &&
        cut.data[0] == TLS_HANDSHAKE)
        tls_messages_add(&from->messages,
                         (struct legacyssl_bytes){cut.data + TLS_RECORD_HEADER,
                                                  cut.len - TLS_RECORD_HEADER},
                         message_seen, reading);
}

/* From here on bytes of this side are missing. */
static void begin_gap(struct tls_reading *reading, struct tls_reading_side *from)
{
    read_cut_record(reading, from);
    if (!from->is_searching)
        from->gap_at = from->next_seq - (guint32)unread_len(&from->unread);
    from->has_gap = TRUE;
    unread_drop(&from->unread);
    unread_drop(&from->messages);
    reading->handshake->is_incomplete = TRUE;
}

/* Who changes ciphers has heard the other side's hello: what waits of it will get no more. */
static void look_for_cut_hello(struct tls_reading *reading, struct tls_reading_side *other)
{
    if ((reading->handshake->has_client_random && reading->handshake->has_server_random) ||
        unread_len(&other->unread) == 0)
        return;
    begin_gap(reading, other);
    other->is_searching = TRUE;
}

/* ChangeCipherSpec of `side`: the first one decides whose the rest of the conversation is. FALSE if
 * theirs. */
static gboolean change_cipher_spec_seen(struct legacyssl_conversation *state,
                                        enum legacyssl_side side, guint32 frame, guint32 seq)
{
    struct tls_reading *reading = state->reading;
    enum legacyssl_protocol protocol;

    look_for_cut_hello(reading, &reading->side[other_side(side)]);
    if (reading->watch == NULL && tls_handshake_protocol(reading->handshake, &protocol))
        tls_watch_begin(reading, side, seq);
    if (!state->is_claimed) {
        struct security_parameters *parameters =
            tls_find_keys(reading->handshake, tls_handshake_is_resumed(reading->handshake, side));
        if (parameters == NULL || !tls_handshake_protocol(reading->handshake, &protocol)) {
            session_closed(reading, side, frame, seq);
            return FALSE;
        }
        legacyssl_conversation_claim(state, protocol);
        state->tls = tls_conversation_new(reading->handshake);
        state->tls->pending = parameters;
        if (parameters->is_rolled_back)
            findings_attack(state, ATTACK_VERSION_ROLLBACK, frame);
    }
    reading->side[side].has_switched = TRUE;
    reading->side[side].switch_frame = frame;
    reading->side[side].switch_seq = seq;
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
                                        enum legacyssl_side side, guint32 frame, guint32 seq)
{
    if (!change_cipher_spec_seen(state, side, frame, seq))
        return FALSE;
    state->tls->has_lost_change[side] = TRUE;
    state->tls->gap_at[side] = state->reading->side[side].gap_at;
    return TRUE;
}

static gboolean whole_change_seen(struct legacyssl_conversation *state, enum legacyssl_side side,
                                  guint32 frame, guint32 seq)
{
    tls_look_at_change(state, side, !state->reading->side[other_side(side)].has_switched, frame);
    return change_cipher_spec_seen(state, side, frame, seq);
}

/* Takes note of a record; `seq` is the TCP sequence number of its header. FALSE if there is
 * nothing more to read. */
static gboolean record_seen(struct legacyssl_conversation *state, enum legacyssl_side side,
                            struct legacyssl_bytes record, guint32 frame, guint32 seq)
{
    struct tls_reading *reading = state->reading;
    const struct legacyssl_bytes body = {record.data + TLS_RECORD_HEADER,
                                         record.len - TLS_RECORD_HEADER};

    if (record.data[0] == TLS_CHANGE_CIPHER_SPEC)
        return whole_change_seen(state, side, frame, seq);
    if (reading->side[side].has_gap && is_encrypted(record.data[0], body))
        return change_cipher_spec_lost(state, side, frame, seq);
    if (record.data[0] == TLS_ALERT && body.len == ALERT_SIZE)
        tls_look_at_alert(state, side, body, frame);
    else if (record.data[0] == TLS_HEARTBEAT)
        tls_look_at_heartbeat(state, body, frame);
    if (record.data[0] != TLS_HANDSHAKE)
        return TRUE;
    return tls_messages_add(&reading->side[side].messages, body, message_seen, reading) &&
           !reading->is_other_version;
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
    ssl2_foreign_hello_seen(state, (struct legacyssl_bytes){bytes.data, *size},
                            state->reading->frame);
    return tls_handshake_ssl2_hello_seen(
               state->reading->handshake,
               (struct legacyssl_bytes){bytes.data + SSL2_HEADER, *size - SSL2_HEADER},
               state->reading->frame)
               ? RECORD_READ
               : RECORD_NONE;
}

static enum progress read_record(struct legacyssl_conversation *state, enum legacyssl_side side,
                                 struct legacyssl_bytes bytes, guint32 frame, guint32 seq,
                                 gsize *size)
{
    if (side == LEGACYSSL_CLIENT && !state->reading->handshake->has_client_random &&
        (bytes.data[0] & SSL2_FORMAT))
        return read_ssl2_hello(state, bytes, size);
    if (bytes.len < TLS_RECORD_HEADER)
        return RECORD_NOT_WHOLE;
    if (!tls_is_record_header(bytes.data))
        return RECORD_NONE;
    *size = TLS_RECORD_HEADER + (gsize)(bytes.data[3] << 8 | bytes.data[4]);
    if (*size > bytes.len)
        return RECORD_NOT_WHOLE;
    return record_seen(state, side, (struct legacyssl_bytes){bytes.data, *size}, frame, seq)
               ? RECORD_READ
               : RECORD_NONE;
}

/* Reads the whole records among what is unread and the `bytes` that follow it; keeps the rest.
 * FALSE if there is nothing more to read. */
static gboolean read_records(struct legacyssl_conversation *state, enum legacyssl_side side,
                             struct legacyssl_bytes bytes, guint32 frame)
{
    struct tls_reading_side *from = &state->reading->side[side];
    const struct legacyssl_bytes all = unread_add(&from->unread, bytes);
    enum progress progress = RECORD_READ;
    gsize done = 0;

    while (progress == RECORD_READ && done < all.len && !from->has_switched) {
        const struct legacyssl_bytes left = {all.data + done, all.len - done};
        gsize size = 0;
        progress = read_record(state, side, left, frame, from->next_seq - (guint32)left.len, &size);
        if (progress == RECORD_READ)
            done += size;
    }
    unread_done(&from->unread, all, progress == RECORD_NOT_WHOLE ? done : all.len);
    return progress != RECORD_NONE;
}

/* A side's handshake begins with the first bytes that come here; the server's, if the client was
 * heard first, where the client's hello says that it has heard all before: a dialogue before
 * STARTTLS may still wait for reassembly. A hello in a SYN has heard nothing. */
static void start_reading(struct tls_reading *reading, enum legacyssl_side side,
                          const struct tls_reading_segment *segment)
{
    struct tls_reading_side *server = &reading->side[LEGACYSSL_SERVER];

    reading->side[side].has_started = TRUE;
    reading->side[side].next_seq = segment->seq;
    if (side == LEGACYSSL_CLIENT && !server->has_started && segment->is_acknowledging) {
        server->has_started = TRUE;
        server->next_seq = segment->acknowledged;
    }
}

/* Bytes are missing. Where both randoms are known the handshake can be done without: go on with the
 * next record, whose place in `tvb` is returned; len if there is none, -1 if it can't be. */
static gint find_behind_gap(struct tls_reading *reading, struct tls_reading_side *from,
                            tvbuff_t *tvb, guint32 seq)
{
    const gint len = (gint)tvb_captured_length(tvb);
    enum legacyssl_protocol protocol;

    begin_gap(reading, from);
    if (!tls_handshake_protocol(reading->handshake, &protocol))
        return -1;
    from->next_seq = seq;
    const gint found =
        tls_find_header(tvb, 0, len - TLS_RECORD_HEADER, legacyssl_protocol_version(protocol));
    from->is_searching = found < 0;
    return found < 0 ? len : found;
}

/* What a side acknowledges it has seen, captured or not. */
static void look_at_acknowledgement(struct tls_reading *reading, enum legacyssl_side side,
                                    const struct tls_reading_segment *segment)
{
    const struct tls_reading_side *other = &reading->side[other_side(side)];

    reading->handshake->is_incomplete |= segment->is_acknowledging && other->has_started &&
                                         !other->has_switched &&
                                         (gint32)(segment->acknowledged - other->next_seq) > 0;
}

/* Of a segment that was cut by the snapshot length, the rest is missing like any that is lost. */
static void read_segment(struct legacyssl_conversation *state, enum legacyssl_side side,
                         const struct tls_reading_segment *segment, guint32 frame)
{
    struct tls_reading_side *from = &state->reading->side[side];
    const gint len = (gint)tvb_captured_length(segment->tvb);
    const guint32 end = segment->seq + (guint32)len;

    if (!from->has_started)
        start_reading(state->reading, side, segment);
    look_at_acknowledgement(state->reading, side, segment);
    gint32 known = (gint32)(from->next_seq - segment->seq);
    if (known >= len)
        return;
    if (known < 0 || from->is_searching)
        known = find_behind_gap(state->reading, from, segment->tvb, segment->seq);
    if (known < 0) {
        if (!state->is_claimed)
            session_closed(state->reading, side, frame, segment->seq);
        give_up(state, side);
        return;
    }
    from->next_seq = end;
    if (known == len)
        return;
    const struct legacyssl_bytes bytes = {tvb_get_ptr(segment->tvb, known, len - known),
                                          (gsize)(len - known)};
    if (!read_records(state, side, bytes, frame))
        give_up(state, side);
}

/* A stream that is longer than sequence numbers count comes to the switch's number again. */
static void look_for_wrap(struct tls_reading_side *from, guint32 frame, guint32 seq)
{
    if (from->far_in == 0 && (gint32)(seq - from->switch_seq) > FAR_BEHIND)
        from->far_in = frame;
}

static void go_on(struct legacyssl_conversation *state, enum legacyssl_side side,
                  const struct tls_reading_segment *segment, guint32 frame)
{
    struct tls_reading_side *from = &state->reading->side[side];

    state->reading->frame = frame;
    if (from->has_switched)
        look_for_wrap(from, frame, segment->seq);
    else if (!from->is_lost)
        read_segment(state, side, segment, frame);
}

void tls_reading_see(struct legacyssl_conversation *state, enum legacyssl_side side,
                     const struct tls_reading_segment *segment, guint32 frame)
{
    if (!state->reading->is_theirs)
        go_on(state, side, segment, frame);
    tls_watch_go_on(state, side, segment, frame);
}

gint tls_reading_split(const struct tls_reading_side *from, const packet_info *pinfo, gint len,
                       guint32 seq)
{
    if (!from->has_switched || pinfo->num < from->switch_frame)
        return len;
    if (from->far_in != 0 && pinfo->num >= from->far_in)
        return 0;
    const gint32 before = (gint32)(from->switch_seq - seq);
    return before > 0 && before < MAX_LOOK_BACK ? MIN(before, len) : 0;
}
