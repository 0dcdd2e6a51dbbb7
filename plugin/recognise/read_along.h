/* read_along.h - has the handshake of SSL 3.0 and TLS read along from its hello on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_READ_ALONG_H
#define LEGACYSSL_READ_ALONG_H

#include "recognise/segment.h"

struct legacyssl_conversation;

/* Before TCP dissects the segment with the hello, which can be in a packet of TDS: TCP will give it
 * to us. FALSE if that is done already, or not wanted. */
gboolean read_along_from_here(conversation_t *conversation, struct legacyssl_conversation *state,
                              packet_info *pinfo, gboolean is_in_tds);

/* After TCP has dissected the segment, where the hello is the first thing of its conversation: TCP
 * tells what it finds from what it makes (tcp.completeness), so it must make the conversation. `tvb`
 * is the segment with its header. */
void read_along_from_first(conversation_t *conversation, struct legacyssl_conversation *state,
                           packet_info *pinfo, tvbuff_t *tvb, const struct segment *segment,
                           enum legacyssl_side sender, gboolean is_in_tds);

#endif
