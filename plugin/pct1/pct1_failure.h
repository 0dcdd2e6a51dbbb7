/* pct1_failure.h - why a handshake of PCT 1.0 fails, in words
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_FAILURE_H
#define LEGACYSSL_PCT1_FAILURE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

/* First pass: a message of `side` in `frame`: it may be an ERROR. */
void pct1_look_for_failure(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct legacyssl_bytes message, guint32 frame);

#endif
