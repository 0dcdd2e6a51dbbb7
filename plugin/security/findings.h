/* findings.h - what the first pass found wrong with a conversation, drawn in its frame on every pass
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whoever draws the frame, the built-in or we: a finding has an item of its own behind it.
 */
#ifndef LEGACYSSL_FINDINGS_H
#define LEGACYSSL_FINDINGS_H

#include "security/attacks.h"

struct legacyssl_conversation;

/* Register what they need for proto_legacyssl. */
void findings_register(void);

/* First pass: `attack` shows in `frame`. Once for a conversation. */
void findings_attack(struct legacyssl_conversation *conversation, enum attack attack, guint32 frame);

/* First pass: the handshake ends in `frame`, for the reason that `text`, in file scope, has. Once for a
 * conversation. */
void findings_failed(struct legacyssl_conversation *conversation, guint32 frame, const char *text);

gboolean findings_have(const struct legacyssl_conversation *conversation, enum attack attack);

/* Any pass, once a frame: draw what was found in it. */
void findings_draw(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree);

/* At the end of each file. */
void findings_cleanup(void);

#endif
