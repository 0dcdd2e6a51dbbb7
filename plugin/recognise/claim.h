/* claim.h - a conversation becomes ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CLAIM_H
#define LEGACYSSL_CLAIM_H

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

/* From now on the conversation is ours to dissect, as SSL 2.0 or PCT. */
void claim_conversation(struct legacyssl_conversation *state, enum legacyssl_protocol protocol);

#endif
