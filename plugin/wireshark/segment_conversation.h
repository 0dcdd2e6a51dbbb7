/* segment_conversation.h - the TCP conversation of the segment at hand, looked up once
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It is asked for before TCP, after TCP, and by whoever is called for a record: of short
 * connections looking it up each time takes a twentieth of all that we do.
 */
#ifndef LEGACYSSL_SEGMENT_CONVERSATION_H
#define LEGACYSSL_SEGMENT_CONVERSATION_H

#include "wireshark/compat.h"

#include <epan/conversation.h>

struct tcpinfo;

/* Of a segment of this packet between these ports, before TCP has seen it; NULL if there is none
 * yet. */
conversation_t *segment_conversation_before(packet_info *pinfo, guint32 source_port,
                                            guint32 destination_port);

/* Of the segment whose ports TCP has put into pinfo. */
conversation_t *segment_conversation(packet_info *pinfo);

/* The sequence number of the payload's first byte, as TCP shows it. */
guint32 segment_seq(packet_info *pinfo, const struct tcpinfo *tcpinfo);

/* Which of its two flows TCP takes a segment of this packet between these ports for: 0 or 1. */
guint tcp_direction(const packet_info *pinfo, guint32 source_port, guint32 destination_port);

/* First pass: `conversation` has ports that were another's before ... */
void segment_conversation_is_reuse(conversation_t *conversation);

/* ... and this packet is one of it: later visits will find it, whatever the packet's number is then. */
void segment_conversation_keep(packet_info *pinfo, conversation_t *conversation);

/* Whether there is any such conversation. */
gboolean segment_conversation_any_reuse(void);

void segment_conversation_register(void);

/* Look it up anew: TCP may begin another one with a SYN; and when a file is closed. */
void segment_conversation_forget(void);

#endif
