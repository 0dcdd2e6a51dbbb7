/* write_states.c - the cipher and MAC handles of each side, and whether a record verifies
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/write_states.h"

#define MAX_OPEN_STATES 64

struct open_state {
    struct security_parameters *parameters;
    enum legacyssl_side side;
};

static GQueue open_states = G_QUEUE_INIT; /* struct open_state, the latest used first */

static enum legacyssl_error open_state(const struct security_parameters *parameters,
                                       enum legacyssl_side side,
                                       struct legacyssl_write_state **state,
                                       struct legacyssl_position *start)
{
    return legacyssl_write_state_new(&parameters->secrets, &parameters->keys, side,
                                     parameters->options, state, start);
}

static void close_state(struct open_state *entry)
{
    legacyssl_write_state_free(entry->parameters->write_state[entry->side]);
    entry->parameters->write_state[entry->side] = NULL;
    g_free(entry);
}

gboolean parameters_start(struct security_parameters *parameters, enum legacyssl_side side,
                          struct legacyssl_position *position)
{
    struct legacyssl_write_state *state;

    if (open_state(parameters, side, &state, position) != LEGACYSSL_OK)
        return FALSE;
    if (parameters->write_state[side] != NULL) {
        legacyssl_write_state_free(state);
        return TRUE;
    }
    parameters->write_state[side] = state;
    struct open_state *entry = g_new(struct open_state, 1);
    *entry = (struct open_state){parameters, side};
    g_queue_push_head(&open_states, entry);
    if (open_states.length > MAX_OPEN_STATES)
        close_state(g_queue_pop_tail(&open_states));
    return TRUE;
}

struct legacyssl_write_state *parameters_write_state(struct security_parameters *parameters,
                                                     enum legacyssl_side side)
{
    struct legacyssl_position start;

    if (parameters->write_state[side] == NULL) {
        parameters_start(parameters, side, &start);
        legacyssl_wipe(&start, sizeof start);
    }
    return parameters->write_state[side];
}

static gboolean verifies(struct legacyssl_write_state *state, struct legacyssl_position *position,
                         const struct legacyssl_record *record)
{
    struct legacyssl_opened opened;
    guint8 *plaintext = g_malloc(record->body.len + 1);
    const enum legacyssl_error error =
        legacyssl_record_open(state, position, record, plaintext, &opened);

    g_free(plaintext);
    return error == LEGACYSSL_OK && opened.mac_status == LEGACYSSL_GOOD;
}

gboolean parameters_verifies(struct security_parameters *parameters, enum legacyssl_side side,
                             const struct legacyssl_record *record)
{
    struct legacyssl_write_state *state;
    struct legacyssl_position position;

    if (open_state(parameters, side, &state, &position) != LEGACYSSL_OK)
        return FALSE;
    const gboolean is_good = verifies(state, &position, record);
    legacyssl_write_state_free(state);
    legacyssl_wipe(&position, sizeof position);
    return is_good;
}

gboolean parameters_verifies_at(struct security_parameters *parameters, enum legacyssl_side side,
                                struct legacyssl_position position,
                                const struct legacyssl_record *record)
{
    struct legacyssl_write_state *state = parameters_write_state(parameters, side);
    const gboolean is_good = state != NULL && verifies(state, &position, record);

    legacyssl_wipe(&position, sizeof position);
    return is_good;
}

void write_states_cleanup(void)
{
    struct open_state *entry;

    while ((entry = g_queue_pop_head(&open_states)) != NULL)
        close_state(entry);
}
