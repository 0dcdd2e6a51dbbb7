/* pct1_handshake.h - what the messages of PCT 1.0 leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_HANDSHAKE_H
#define LEGACYSSL_PCT1_HANDSHAKE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct record_note;

/* Take note of a message of `side`. First pass only. The note gets the verdict on what it proves.
 */
void pct1_message_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                       struct legacyssl_bytes message, struct record_note *note);

/* Take note of an escape's type: what follows it is a handshake, or out-of-band data. FALSE if it
 * is neither. */
gboolean pct1_escape_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                          struct legacyssl_bytes plaintext);

/* If the record in `tvb` is PCT's answer to an SSL 2.0 CLIENT-HELLO, the conversation becomes PCT.
 * First pass only. */
void pct1_look_for_answer(struct legacyssl_conversation *conversation, tvbuff_t *tvb,
                          packet_info *pinfo);

#endif
