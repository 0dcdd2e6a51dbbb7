/* explained.c - the handshake that is explained, and where its inputs come from
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/explained.h"

#include "state/conversation.h"
#include "statistics/tap_option.h"

/* Where an input comes from. */
enum origin { CLIENT_HELLO, SERVER_HELLO, CLIENT_KEY, KEY_SOURCE };

static const char *const messages[][LEGACYSSL_PROTOCOLS] = {
    [CLIENT_HELLO] = {"CLIENT-HELLO", "CLIENT_HELLO", "ClientHello", "ClientHello"},
    [SERVER_HELLO] = {"SERVER-HELLO", "SERVER_HELLO", "ServerHello", "ServerHello"},
    [CLIENT_KEY] = {"CLIENT-MASTER-KEY", "CLIENT_MASTER_KEY", "ClientKeyExchange",
                    "ClientKeyExchange"},
};

/* In the order in which they are sent; a protocol that has not the input has no name for it. */
static const struct {
    gsize offset; /* in struct legacyssl_secrets */
    enum origin origin;
    const char *names[LEGACYSSL_PROTOCOLS];
} rows[EXPLAINED_INPUTS] = {
    {offsetof(struct legacyssl_secrets, client_random),
     CLIENT_HELLO,
     {"CHALLENGE", "CH_CHALLENGE_DATA", "ClientHello.random", "client_random"}},
    {offsetof(struct legacyssl_secrets, server_random),
     SERVER_HELLO,
     {"CONNECTION-ID", "SH_CONNECTION_ID_DATA", "ServerHello.random", "server_random"}},
    {offsetof(struct legacyssl_secrets, server_certificate),
     SERVER_HELLO,
     {NULL, "SH_CERTIFICATE_DATA", NULL, NULL}},
    {offsetof(struct legacyssl_secrets, clear_key),
     CLIENT_KEY,
     {"CLEAR-KEY-DATA", "CLEAR_KEY_DATA", NULL, NULL}},
    {offsetof(struct legacyssl_secrets, key_arg),
     CLIENT_KEY,
     {"KEY-ARG-DATA", "CMK_KEY_ARG_DATA", NULL, NULL}},
    {offsetof(struct legacyssl_secrets, master_secret),
     KEY_SOURCE,
     {"MASTER-KEY", "MASTER_KEY", "master_secret", "master_secret"}},
};

static guint32 frame_of(const struct security_parameters *parameters, enum origin origin)
{
    const struct input_frames *frames = &parameters->frames;
    const guint32 in_order[] = {
        [CLIENT_HELLO] = frames->client_hello,
        [SERVER_HELLO] = frames->server_hello,
        [CLIENT_KEY] = frames->client_key,
    };
    return in_order[origin];
}

/* A resumed session has what its first handshake sent. PCT's sends another KEY_ARG, with its hello.
 */
static enum origin origin_now(const struct security_parameters *parameters, guint row)
{
    const gboolean is_hellos = parameters->is_resumed &&
                               parameters->secrets.protocol == LEGACYSSL_PCT1 &&
                               rows[row].offset == offsetof(struct legacyssl_secrets, key_arg);
    return is_hellos ? CLIENT_HELLO : rows[row].origin;
}

static char *origin_text(const struct security_parameters *parameters, guint row,
                         wmem_allocator_t *pool)
{
    const enum legacyssl_protocol protocol = parameters->secrets.protocol;
    const enum origin origin = origin_now(parameters, row);
    const gboolean is_of_session =
        origin == CLIENT_KEY ||
        rows[row].offset == offsetof(struct legacyssl_secrets, server_certificate);

    if (origin == KEY_SOURCE)
        return wmem_strdup(pool, key_place_text(pool, &parameters->key_place));
    if (parameters->is_resumed && is_of_session)
        return parameters->resumes != 0
                   ? wmem_strdup_printf(pool, "the resumed session, frame %u", parameters->resumes)
                   : wmem_strdup(pool, "the resumed session");
    return wmem_strdup_printf(pool, "%s, frame %u", messages[origin][protocol],
                              frame_of(parameters, origin));
}

guint explained_inputs(const struct explained *explained, wmem_allocator_t *pool,
                       struct explained_input inputs[EXPLAINED_INPUTS])
{
    const struct security_parameters *parameters = explained->parameters;
    guint count = 0;

    for (guint i = 0; i < EXPLAINED_INPUTS; i++) {
        const struct legacyssl_bytes *bytes =
            (const void *)((const char *)&parameters->secrets + rows[i].offset);
        const char *name = rows[i].names[parameters->secrets.protocol];
        if (name != NULL && bytes->len != 0)
            inputs[count++] =
                (struct explained_input){name, *bytes, origin_text(parameters, i, pool)};
    }
    return count;
}

char *explained_place(const struct explained *explained, wmem_allocator_t *pool)
{
    const struct legacyssl_conversation *conversation = explained->conversation;
    char *client = tap_option_endpoint(&conversation->client, conversation->client_port);
    char *server = tap_option_endpoint(&conversation->server, conversation->server_port);
    char *text = wmem_strdup_printf(
        pool, "stream %u, %s to %s, keys from frame %u on, %s handshake, %s", conversation->stream,
        client, server, explained->frame, explained->parameters->is_resumed ? "resumed" : "full",
        explained->is_verified ? "verified" : "not verified");

    g_free(client);
    g_free(server);
    return text;
}
