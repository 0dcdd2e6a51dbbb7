/* pct1_state.c - what is remembered of a conversation that is PCT's, or may become it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/pct1_state.h"

#include "state/conversation.h"

void pct1_state_begin(struct legacyssl_conversation *conversation)
{
    conversation->pct1 = wmem_new0(wmem_file_scope(), struct pct1_state);
}

struct pct1_handshake *pct1_handshake_new(struct pct1_state *state)
{
    struct pct1_handshake *handshake = wmem_new0(wmem_file_scope(), struct pct1_handshake);

    handshake->is_redo = state->side[LEGACYSSL_CLIENT].handshake != NULL ||
                         state->side[LEGACYSSL_SERVER].handshake != NULL;
    return handshake;
}

struct pct1_handshake *pct1_current_handshake(struct pct1_state *state, enum legacyssl_side side)
{
    struct pct1_handshake **mine = &state->side[side].handshake;

    if (*mine == NULL)
        *mine = state->side[other_side(side)].handshake;
    if (*mine == NULL)
        *mine = pct1_handshake_new(state);
    return *mine;
}
