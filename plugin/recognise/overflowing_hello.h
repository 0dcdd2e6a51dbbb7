/* overflowing_hello.h - the hello of MS04-011, which is no hello of any protocol
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It is named, and nothing is claimed by it: where the server's port is one of TLS, or when the server
 * answers as one of SSL or PCT does.
 */
#ifndef LEGACYSSL_OVERFLOWING_HELLO_H
#define LEGACYSSL_OVERFLOWING_HELLO_H

#include "recognise/segment.h"

struct legacyssl_conversation;

/* First pass, after TCP: a segment that begins a stream is one. `is_port_of_tls`: somebody has
 * given the server's port to TLS. */
void overflowing_hello_seen(struct legacyssl_conversation *state, guint32 frame,
                            gboolean is_port_of_tls);

/* First pass, after TCP: any segment may be the answer. */
void overflowing_hello_look_for_answer(conversation_t *conversation, const struct segment *segment,
                                       packet_info *pinfo);

/* At the end of each file. */
void overflowing_hello_cleanup(void);

#endif
