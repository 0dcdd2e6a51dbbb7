/* claim.h - a conversation becomes ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CLAIM_H
#define LEGACYSSL_CLAIM_H

#include "legacyssl-kdf.h"

#include "recognise/first_bytes.h"

struct legacyssl_conversation;

/* From now on the conversation is ours to dissect, as SSL 2.0 or PCT. */
void claim_conversation(struct legacyssl_conversation *state, enum legacyssl_protocol protocol);

/* The client's hello was seen in an earlier frame, which stays others': it is shown with its answer. */
void claim_answered_hello(struct legacyssl_conversation *state, guint32 answer_frame,
                          const struct doubtful_hello *hello);

/* The first bytes that `side` has sent, from TCP sequence number `seq` on as TCP shows it, went by
 * in earlier frames, which stay others'. */
void claim_prefix(struct legacyssl_conversation *state, enum legacyssl_side side, guint32 seq,
                  struct legacyssl_bytes bytes);

#endif
