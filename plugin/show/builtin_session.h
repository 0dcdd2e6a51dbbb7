/* builtin_session.h - what the built-in tls dissector knows of a conversation
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_BUILTIN_SESSION_H
#define LEGACYSSL_BUILTIN_SESSION_H

#include "state/conversation.h"
#include "wireshark/compat.h"

void builtin_session_handoff(void);

/* First visit to a packet of SSL 2.0, of which `tvb` is: where the built-in numbers conversations
 * ("tls.stream", from 4.6 on) and has not seen this one, it counts it now, as it would without us. */
void builtin_session_begin(tvbuff_t *tvb, packet_info *pinfo);

/* First pass, when a hello of `conversation` goes to the built-in: keeps the number that it will
 * give a conversation which is new to it. */
void builtin_session_will_begin(const conversation_t *conversation,
                                struct legacyssl_conversation *state);

/* The number that the built-in has given this packet's conversation. FALSE if it has none. */
gboolean builtin_session_stream(const struct legacyssl_conversation *conversation,
                                packet_info *pinfo, guint32 *stream);

/* The dissector that STARTTLS or ALPN has named for the application data of this packet's
 * conversation, or NULL. */
dissector_handle_t builtin_session_app_dissector(packet_info *pinfo);

#endif
