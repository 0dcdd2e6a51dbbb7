/* claim.c - a conversation becomes ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/claim.h"

#include "pct1/pct1_handshake.h"
#include "ssl2/ssl2_handshake.h"
#include "state/conversation.h"
#include "pct1/pct1_state.h"

/* The server's answer can turn the one into the other: both begin. */
void claim_conversation(struct legacyssl_conversation *state, enum legacyssl_protocol protocol)
{
    legacyssl_conversation_claim(state, protocol);
    ssl2_handshake_of(state);
    pct1_state_begin(state);
}
