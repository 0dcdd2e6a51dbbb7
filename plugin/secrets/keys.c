/* keys.c - one handshake's keys, from the look-up of the secret to the write states
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keys.h"

#include "show/fields.h"

#include <string.h>

/* Handles are large and connections many: only the latest used stay open. */
#define MAX_OPEN_STATES 64

struct secret_block {
    struct secret_block *next;
    gsize len;
    guint8 memory[];
};

struct open_state {
    struct connection *connection;
    enum legacyssl_side side;
};

static struct secret_block *secret_blocks;
static GHashTable *known_secrets;         /* GBytes -> where they are kept */
static GQueue open_states = G_QUEUE_INIT; /* struct open_state, the latest used first */

void *secret_alloc(gsize len)
{
    struct secret_block *block = g_malloc0(sizeof *block + len);

    block->next = secret_blocks;
    block->len = len;
    secret_blocks = block;
    return block->memory;
}

/* Each secret is kept once: thousands may be tried on each of many connections. */
struct legacyssl_bytes secret_memdup(struct legacyssl_bytes bytes)
{
    if (bytes.len == 0)
        return (struct legacyssl_bytes){NULL, 0};
    if (known_secrets == NULL)
        known_secrets =
            g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    GBytes *key = g_bytes_new_static(bytes.data, bytes.len);
    const guint8 *copy = g_hash_table_lookup(known_secrets, key);
    g_bytes_unref(key);
    if (copy == NULL) {
        copy = memcpy(secret_alloc(bytes.len), bytes.data, bytes.len);
        g_hash_table_insert(known_secrets, g_bytes_new_static(copy, bytes.len), (gpointer)copy);
    }
    return (struct legacyssl_bytes){copy, bytes.len};
}

struct connection *connection_new(enum legacyssl_protocol protocol)
{
    struct connection *connection = secret_alloc(sizeof *connection);

    connection->secrets.protocol = protocol;
    return connection;
}

void connection_fail(struct connection *connection, expert_field *failure, const char *text)
{
    connection->has_keys = FALSE;
    connection->failure = failure;
    connection->failure_text = text;
}

static expert_field *failure_of(enum legacyssl_error error)
{
    switch (error) {
    case LEGACYSSL_NOT_DERIVABLE:
        return &ei_not_derivable;
    case LEGACYSSL_MASTER_SECRET_LENGTH:
        return &ei_secret_length;
    default:
        return &ei_no_secret;
    }
}

gboolean connection_derive(struct connection *connection)
{
    const enum legacyssl_error error =
        legacyssl_derive_keys(&connection->secrets, &connection->keys);

    connection->has_keys = error == LEGACYSSL_OK;
    if (!connection->has_keys)
        connection_fail(connection, failure_of(error), legacyssl_error_text(error));
    return connection->has_keys;
}

static enum legacyssl_error open_state(const struct connection *connection,
                                       enum legacyssl_side side,
                                       struct legacyssl_write_state **state,
                                       struct legacyssl_position *start)
{
    return legacyssl_write_state_new(&connection->secrets, &connection->keys, side,
                                     connection->options, state, start);
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

gboolean connection_verifies(struct connection *connection, enum legacyssl_side side,
                             const struct legacyssl_record *record)
{
    struct legacyssl_write_state *state;
    struct legacyssl_position position;

    if (open_state(connection, side, &state, &position) != LEGACYSSL_OK)
        return FALSE;
    const gboolean is_good = verifies(state, &position, record);
    legacyssl_write_state_free(state);
    return is_good;
}

gboolean connection_verifies_at(struct connection *connection, enum legacyssl_side side,
                                struct legacyssl_position position,
                                const struct legacyssl_record *record)
{
    struct legacyssl_write_state *state = connection_write_state(connection, side);

    return state != NULL && verifies(state, &position, record);
}

static void close_state(struct open_state *open)
{
    legacyssl_write_state_free(open->connection->write_state[open->side]);
    open->connection->write_state[open->side] = NULL;
    g_free(open);
}

gboolean connection_start(struct connection *connection, enum legacyssl_side side,
                          struct legacyssl_position *position)
{
    struct legacyssl_write_state *state;

    if (open_state(connection, side, &state, position) != LEGACYSSL_OK)
        return FALSE;
    if (connection->write_state[side] != NULL) {
        legacyssl_write_state_free(state);
        return TRUE;
    }
    connection->write_state[side] = state;
    struct open_state *open = g_new(struct open_state, 1);
    *open = (struct open_state){connection, side};
    g_queue_push_head(&open_states, open);
    if (open_states.length > MAX_OPEN_STATES)
        close_state(g_queue_pop_tail(&open_states));
    return TRUE;
}

struct legacyssl_write_state *connection_write_state(struct connection *connection,
                                                     enum legacyssl_side side)
{
    struct legacyssl_position start;

    if (connection->write_state[side] == NULL)
        connection_start(connection, side, &start);
    return connection->write_state[side];
}

void keys_cleanup(void)
{
    struct open_state *open;

    while ((open = g_queue_pop_head(&open_states)) != NULL)
        close_state(open);
    if (known_secrets != NULL)
        g_hash_table_destroy(known_secrets);
    known_secrets = NULL;
    while (secret_blocks != NULL) {
        struct secret_block *block = secret_blocks;
        secret_blocks = block->next;
        explicit_bzero(block->memory, block->len);
        g_free(block);
    }
}
