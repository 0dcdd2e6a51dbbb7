/* tls_takeover.h - takes conversations over from the built-in dissector, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lookout arms a conversation when it sees a hello. From then on TCP calls it
 * first. It hands everything on to whoever would have got it, reads the handshake on the first
 * pass, and only when SSL 3.0 or TLS 1.0 was agreed upon and the secret is known does it split the
 * stream: up to each side's ChangeCipherSpec it is the built-in's, from there it is ours.
 */
#ifndef LEGACYSSL_TLS_TAKEOVER_H
#define LEGACYSSL_TLS_TAKEOVER_H

#include "wireshark/compat.h"

#include <epan/conversation.h>

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct tls_reading_segment;

void tls_takeover_handoff(void);

/* Read `conversation` along from this packet on, in which a hello was seen, on TCP alone or in a
 * packet of TDS. */
void tls_takeover_arm(conversation_t *conversation, struct legacyssl_conversation *state,
                      packet_info *pinfo, gboolean is_in_tds);

/* Read a segment of `side` that TCP has already given to others. First pass only. */
void tls_takeover_read(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *segment, guint32 frame);

/* After this packet: from Wireshark 4.4 on the built-in's heuristic takes the conversation for
 * itself from the very packet on in which we began. Nothing is done if TCP has begun another
 * conversation with this packet: a SYN can carry data. */
void tls_takeover_stay(conversation_t *conversation, packet_info *pinfo);

#endif
