/* hand_on.h - what is not ours of a conversation that TCP gives us, for whoever would have got it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_HAND_ON_H
#define LEGACYSSL_HAND_ON_H

#include "wireshark/compat.h"

#include <epan/conversation.h>

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct tcpinfo;
struct tds_framing;

struct tls_takeover {
    guint32 armed_in;              /* frame */
    dissector_handle_t armed_over; /* who had the conversation before */
    struct tds_framing *tds;       /* TLS is inside TDS; NULL: it is not */
};

/* What TCP has given us. */
struct given {
    conversation_t *conversation;
    struct legacyssl_conversation *state;
    const struct tcpinfo *tcpinfo;
    packet_info *pinfo;
    proto_tree *tree;
    enum legacyssl_side side; /* who has sent it */
    guint32 seq;              /* TCP sequence number of its first byte */
};

/* All of it: returns what is to be returned to TCP. */
int hand_on_all(const struct given *given, tvbuff_t *tvb);

/* A part of it, from `offset` on, now: what is wrong with it must not cost us what is ours. It may
 * ask for more if it is the last part. */
void hand_on_part(const struct given *given, tvbuff_t *tvb, gint offset, gboolean is_last);

/* Whether a call of ours is under way that must not come back to us. */
gboolean hand_on_is_calling(void);

#endif
