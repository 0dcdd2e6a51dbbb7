/* tls_state.h - what is remembered of a claimed conversation of SSL 3.0 or TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_STATE_H
#define LEGACYSSL_TLS_STATE_H

#include "tls/tls_handshake.h"

struct security_parameters;
struct decompressor;

/* From ChangeCipherSpec on. */
struct tls_conversation {
    struct tls_handshake *handshake; /* the one under way, or the last */
    struct security_parameters
        *pending;        /* the keys that ChangeCipherSpec puts in force; NULL: not looked up */
    bool has_changed[2]; /* which side has sent it in this handshake */
    bool has_finished[2];
    bool has_lost_change[2]; /* ChangeCipherSpec is in a gap, which begins at ... */
    guint32 gap_at[2];       /* ... this TCP sequence number */
    struct unread messages[2];
    struct decompressor *decompressor[2];
};

/* A new one in file scope, whose handshake is under way. */
struct tls_conversation *tls_conversation_new(struct tls_handshake *handshake);

#endif
