/* ssl2_failure.h - why a handshake of SSL 2.0 fails, in words
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_FAILURE_H
#define LEGACYSSL_SSL2_FAILURE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

/* First pass: a message of `side` in `frame`, of which the handshake has taken note: it may be an
 * ERROR. */
void ssl2_look_for_failure(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct legacyssl_bytes message, guint32 frame);

/* First pass: `side` says nothing any more. */
void ssl2_look_at_end(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint32 frame);

#endif
