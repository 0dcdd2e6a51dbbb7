/* tls_watch.c - attacks that show in encrypted records of SSL 3.0 and TLS 1.0, whoever draws them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_watch.h"

#include "security/findings.h"
#include "state/conversation.h"
#include "tls/tls_content_type.h"
#include "tls/tls_handshake.h"
#include "tls/tls_record_header.h"
#include "tls/tls_security.h"

#include <string.h>

#define MAX_RECORD 18432 /* RFC 2246 6.2.3 */
#define MAX_BLOCK 16

/* What a first record of one byte or none is at most, with a MAC of 20 bytes, by cipher block. */
#define SPLIT_RECORD(block) ((20 + 1 + (block)) / (block) * (block))
#define UNSPLIT_RECORDS 100 /* BEAST needs many */

/* A heartbeat's answer repeats the request; MAC and padding are at most this. */
#define HEARTBEAT_SPARE (256 + 32)

struct tls_watch_side {
    struct unread unread;
    guint32 next_seq;
    guint32 skip;    /* bytes of a record that nobody looks at */
    guint heartbeat; /* length of its latest under encryption */
    bool has_started : 1;
    bool is_lost : 1;
    bool has_changed : 1;
};

struct tls_watch {
    struct tls_watch_side side[2];
    guint unsplit;               /* records */
    guint block;                 /* the cipher's, 0: it has none, or the suite is not known */
    bool is_padding_covered : 1; /* by the MAC: RFC 7366 */
    bool can_renegotiate : 1;    /* RFC 5746 was agreed upon */
    bool has_data : 1;
    bool is_split : 1;
};

/* What the records of one side, in one frame, belong to. */
struct sight {
    struct legacyssl_conversation *state;
    struct tls_watch *watch;
    enum legacyssl_side side;
    guint32 frame;
};

static void found(const struct sight *sight, enum attack attack)
{
    findings_attack(sight->state, attack, sight->frame);
}

/* ---- records -------------------------------------------------------------------------------- */

/* RFC 5746: the second handshake does not know of the first. What is behind it has other keys. */
static void change_cipher_spec_seen(const struct sight *sight, struct tls_watch_side *from)
{
    if (from->has_changed && sight->watch->has_data) {
        if (!sight->watch->can_renegotiate)
            found(sight, ATTACK_RENEGOTIATION);
        sight->watch->block = 0;
    }
    from->has_changed = TRUE;
}

static gboolean repeats_block(struct legacyssl_bytes body, guint block)
{
    const gsize last = body.len - block;

    for (gsize i = 0; i < last; i += block)
        if (memcmp(body.data + i, body.data + last, block) == 0)
            return TRUE;
    return FALSE;
}

static void look_for_split(const struct sight *sight, guint length)
{
    struct tls_watch *watch = sight->watch;

    if (length <= SPLIT_RECORD(watch->block))
        watch->is_split = TRUE;
    else if (!watch->is_split && ++watch->unsplit == UNSPLIT_RECORDS)
        found(sight, ATTACK_BEAST);
}

static void app_data_seen(const struct sight *sight, guint length, struct legacyssl_bytes body)
{
    struct tls_watch *watch = sight->watch;

    watch->has_data = TRUE;
    if (sight->side != LEGACYSSL_CLIENT || watch->block == 0)
        return;
    look_for_split(sight, length);
    if (body.len > watch->block && body.len % watch->block == 0 && !watch->is_padding_covered &&
        repeats_block(body, watch->block))
        found(sight, ATTACK_POODLE);
}

/* What is encrypted tells by its length: an answer that is far longer than the request. */
static void heartbeat_seen(const struct sight *sight, struct tls_watch_side *from, guint length,
                           struct legacyssl_bytes body)
{
    const struct tls_watch_side *other = &sight->watch->side[other_side(sight->side)];

    if (!from->has_changed) {
        tls_look_at_heartbeat(sight->state, body, sight->frame);
        return;
    }
    from->heartbeat = length;
    if (other->heartbeat != 0 && length > other->heartbeat + HEARTBEAT_SPARE)
        found(sight, ATTACK_HEARTBLEED);
}

static void record_seen(const struct sight *sight, guint8 type, guint length,
                        struct legacyssl_bytes body)
{
    struct tls_watch_side *from = &sight->watch->side[sight->side];

    switch (type) {
    case TLS_CHANGE_CIPHER_SPEC:
        change_cipher_spec_seen(sight, from);
        break;
    case TLS_ALERT:
        if (!from->has_changed && length == ALERT_SIZE)
            tls_look_at_alert(sight->state, sight->side, body, sight->frame);
        break;
    case TLS_APPLICATION_DATA:
        app_data_seen(sight, length, body);
        break;
    case TLS_HEARTBEAT:
        heartbeat_seen(sight, from, length, body);
        break;
    default:
        break;
    }
}

/* ---- records out of segments ---------------------------------------------------------------- */

/* Most records tell all by their header. */
static gboolean needs_body(const struct sight *sight, guint8 type, guint length)
{
    const gboolean is_clear = !sight->watch->side[sight->side].has_changed;

    if (type == TLS_APPLICATION_DATA)
        return sight->side == LEGACYSSL_CLIENT && sight->watch->block != 0 &&
               !findings_have(sight->state, ATTACK_POODLE);
    return is_clear && (type == TLS_HEARTBEAT || (type == TLS_ALERT && length == ALERT_SIZE));
}

static struct legacyssl_bytes first_bytes(struct legacyssl_bytes bytes, gsize done)
{
    return (struct legacyssl_bytes){bytes.data + done, bytes.len - done};
}

/* One record at the front of `left`, or what is to be skipped of it; returns the bytes that are done. 0:
 * there are too few, or they are no record. */
static gsize take_record(const struct sight *sight, struct legacyssl_bytes left)
{
    struct tls_watch_side *from = &sight->watch->side[sight->side];
    struct legacyssl_bytes body = {NULL, 0};

    if (from->skip != 0) {
        const gsize skipped = MIN(from->skip, left.len);
        from->skip -= (guint32)skipped;
        return skipped;
    }
    if (left.len < TLS_RECORD_HEADER)
        return 0;
    const guint length = (guint)(left.data[3] << 8 | left.data[4]);
    from->is_lost = !tls_is_record_header(left.data) || length > MAX_RECORD;
    const gboolean is_body_needed = needs_body(sight, left.data[0], length);
    if (from->is_lost || (is_body_needed && left.len < TLS_RECORD_HEADER + length))
        return 0;
    if (is_body_needed)
        body = (struct legacyssl_bytes){left.data + TLS_RECORD_HEADER, length};
    else
        from->skip = length;
    record_seen(sight, left.data[0], length, body);
    return TLS_RECORD_HEADER + body.len;
}

static void take_records(const struct sight *sight, struct legacyssl_bytes bytes)
{
    struct tls_watch_side *from = &sight->watch->side[sight->side];
    const struct legacyssl_bytes all = unread_add(&from->unread, bytes);
    gsize done = 0, taken = 1;

    while (taken != 0 && done < all.len) {
        taken = take_record(sight, first_bytes(all, done));
        done += taken;
    }
    unread_done(&from->unread, all, from->is_lost ? all.len : done);
}

void tls_watch_go_on(struct legacyssl_conversation *state, enum legacyssl_side side,
                     const struct tls_reading_segment *segment, guint32 frame)
{
    struct tls_watch *watch = state->reading->watch;
    const gint len = (gint)tvb_captured_length(segment->tvb);

    if (watch == NULL || watch->side[side].is_lost)
        return;
    struct tls_watch_side *from = &watch->side[side];
    if (!from->has_started)
        from->next_seq = segment->seq;
    from->has_started = TRUE;
    const gint32 known = (gint32)(from->next_seq - segment->seq);
    if (known >= len)
        return;
    from->is_lost = known < 0;
    if (from->is_lost) {
        unread_drop(&from->unread);
        return;
    }
    from->next_seq = segment->seq + (guint32)len;
    take_records(&(struct sight){state, watch, side, frame},
                 (struct legacyssl_bytes){tvb_get_ptr(segment->tvb, known, len - known),
                                          (gsize)(len - known)});
}

void tls_watch_begin(struct tls_reading *reading, enum legacyssl_side side, guint32 seq)
{
    const struct tls_handshake *handshake = reading->handshake;
    const struct tls_reading_side *other = &reading->side[other_side(side)];
    const struct legacyssl_suite *suite =
        legacyssl_suite_find(LEGACYSSL_TLS10, handshake->cipher_suite);
    struct tls_watch *watch = wmem_new0(wmem_file_scope(), struct tls_watch);

    watch->block = suite != NULL && suite->cipher->iv_size <= MAX_BLOCK ? suite->cipher->iv_size : 0;
    watch->is_padding_covered = handshake->options.encrypt_then_mac;
    watch->can_renegotiate = handshake->has_secure_renegotiation;
    watch->side[side].has_started = TRUE;
    watch->side[side].next_seq = seq;
    watch->side[other_side(side)].has_started = other->has_started;
    watch->side[other_side(side)].is_lost = other->has_gap || other->is_lost;
    watch->side[other_side(side)].next_seq = other->next_seq - (guint32)unread_len(&other->unread);
    reading->watch = watch;
}
