/* tls_reading.h - reads the handshake of SSL 3.0 and TLS along, beside the built-in dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On the first pass, up to each side's ChangeCipherSpec. If SSL 3.0 or TLS 1.0 was agreed upon and the
 * secret is known, the conversation is claimed there.
 */
#ifndef LEGACYSSL_TLS_READING_H
#define LEGACYSSL_TLS_READING_H

#include "bytes/unread.h"

struct connection;
struct legacyssl_conversation;
struct tls_handshake;

/* One side's cleartext, read record by record. */
struct tls_reading_side {
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
    guint32 far_in; /* from this frame on all is far behind the switch; 0: nothing is */
};

struct tls_reading {
    bool is_theirs : 1;        /* decided: nothing here is for us */
    bool is_other_version : 1; /* ServerHello chose TLS 1.1 or later */
    bool is_closed_resumed : 1;
    struct tls_handshake *handshake;
    struct tls_reading_side side[2];
    guint32 closed_in, closed_sequence; /* the ChangeCipherSpec that left it to the built-in */
    const struct connection *complaint; /* what is to be told there; NULL: nothing */
};

/* Begin to read the conversation's handshake; the state is in file scope. */
void tls_reading_begin(struct legacyssl_conversation *state);

/* What TCP gives us. */
struct tls_reading_segment {
    tvbuff_t *tvb;
    guint32 sequence;     /* of its first byte */
    guint32 acknowledged; /* of the other side's next byte ... */
    gboolean is_acknowledging; /* ... if it says so: a SYN does not */
};

/* First pass: read what is new in this segment of `side`. TCP shows bytes again after reassembly. */
void tls_reading_go_on(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *segment, guint32 frame);

#endif
