/* tls_reading_state.h - how far the handshake of SSL 3.0 and TLS was read along
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_READING_STATE_H
#define LEGACYSSL_TLS_READING_STATE_H

#include "bytes/unread.h"

struct security_parameters;
struct legacyssl_conversation;
struct tls_handshake;
struct tls_watch;

/* One side's cleartext, read record by record. */
struct tls_reading_side {
    bool has_started : 1;
    bool has_switched : 1;
    bool is_lost : 1;      /* it can't be read any further: there will be no switch */
    bool has_gap : 1;      /* bytes are missing: ChangeCipherSpec may be among them ... */
    bool is_searching : 1; /* ... and where the next record begins is not known */
    guint32 gap_at;        /* where the latest gap began */
    guint32 next_seq;      /* TCP sequence number of the next byte to read */
    guint32 switch_frame, switch_seq; /* of ChangeCipherSpec */
    guint32 far_in; /* from this frame on all is far behind the switch; 0: nothing is */
    struct unread unread; /* bytes of a record that is not whole yet; they end at next_seq */
    struct unread messages;
};

struct tls_reading {
    bool is_theirs : 1;        /* decided: nothing here is for us */
    bool is_other_version : 1; /* ServerHello chose TLS 1.1 or later */
    bool is_closed_resumed : 1;
    guint32 frame; /* that is read now */
    struct legacyssl_conversation *conversation;
    struct tls_watch *watch; /* what follows the handshake, for attacks; NULL: not begun */
    struct tls_handshake *handshake;
    struct tls_reading_side side[2];
    guint32 closed_in, closed_seq; /* the ChangeCipherSpec that left it to the built-in */
    const struct security_parameters *failed; /* what is to be told there; NULL: nothing */
};

/* What TCP gives us. */
struct tls_reading_segment {
    tvbuff_t *tvb;
    guint32 seq;          /* of its first byte */
    guint32 acknowledged; /* of the other side's next byte ... */
    gboolean is_acknowledging; /* ... if it says so: a SYN does not */
};

#endif
