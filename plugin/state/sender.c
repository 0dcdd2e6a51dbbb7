/* sender.c - what is remembered of one side of a conversation, as a sender of records
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state/sender.h"

#include "secrets/secret_memory.h"
#include "secrets/write_states.h"

#include <string.h>

void sender_change_keys(struct sender *sender, enum legacyssl_side side,
                        struct security_parameters *parameters)
{
    struct legacyssl_position start = {{{0}}};

    sender->parameters = parameters;
    sender->checkpoint = (struct checkpoint){{{0}}};
    sender->has_verified = FALSE;
    sender->is_chain_doubtful = FALSE;
    if (!parameters->has_keys)
        return;
    parameters_start(parameters, side, &start);
    const gsize size = legacyssl_position_size(parameters->secrets.suite);
    void *room = size > sizeof sender->chain ? secret_alloc(size) : sender->chain;
    sender->position = memcpy(room, &start, size);
    legacyssl_wipe(&start, sizeof start);
}
