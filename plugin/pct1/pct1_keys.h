/* pct1_keys.h - from the messages and the key sources to the keys of a PCT 1.0 connection
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_KEYS_H
#define LEGACYSSL_PCT1_KEYS_H

#include "secrets/security_parameters.h"
#include "pct1/pct1_state.h"

struct record_note;

/* The verdict on what `side` sends to prove the handshake: VERIFY_PRELUDE of the client (5.2.3),
 * RESPONSE of the server for `session_id` (5.2.2, 5.2.4). */
guint8 pct1_check_proof(struct pct1_handshake *handshake, enum legacyssl_side side,
                        struct legacyssl_bytes session_id, struct legacyssl_bytes proof);

/* The keys under which `record`, the first encrypted one of `side`, was sent. numbers[] is what its
 * sequence number can be; the record gets the one that it is. Where the draft leaves something
 * open, the record's MAC decides. Never NULL; without keys its failure is set. */
struct security_parameters *pct1_find_keys(struct pct1_handshake *handshake,
                                           enum legacyssl_side side,
                                           struct legacyssl_record *record,
                                           const guint32 numbers[PCT1_NUMBERINGS]);

/* Remember for reconnections what the session has: its secret if `note` has a good proof, its
 * certificate and CLEAR_KEY in any case. */
void pct1_remember_session(const struct pct1_handshake *handshake,
                           struct legacyssl_bytes session_id, const struct record_note *note);

#endif
