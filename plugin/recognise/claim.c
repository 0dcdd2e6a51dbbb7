/* claim.c - a conversation becomes ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/claim.h"

#include "pct1/pct1_handshake.h"
#include "ssl2/ssl2_handshake.h"
#include "state/conversation.h"
#include "pct1/pct1_state.h"
#include "bytes/file_scope.h"

/* The server's answer can turn the one into the other: both begin. */
void claim_conversation(struct legacyssl_conversation *state, enum legacyssl_protocol protocol)
{
    legacyssl_conversation_claim(state, protocol);
    ssl2_handshake_of(state);
    pct1_state_begin(state);
}

void claim_answered_hello(struct legacyssl_conversation *state, guint32 answer_frame,
                          const struct doubtful_hello *hello)
{
    struct answered_hello *answered = wmem_new(wmem_file_scope(), struct answered_hello);

    *answered = (struct answered_hello){answer_frame, hello->frame, hello->seq, hello->record};
    state->answered = answered;
}

void claim_prefix(struct legacyssl_conversation *state, enum legacyssl_side side, guint32 seq,
                  struct legacyssl_bytes bytes)
{
    struct stream_prefix *prefix = wmem_new(wmem_file_scope(), struct stream_prefix);

    *prefix = (struct stream_prefix){side, seq, file_scope_bytes(bytes)};
    state->prefix = prefix;
}
