/* conversation.c - what is remembered of one TCP conversation, for the lifetime of the file
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state/conversation.h"

#include "wireshark/segment_conversation.h"
#include "wireshark/proto.h"
#include "secrets/secret_memory.h"
#include "secrets/write_states.h"

#include <string.h>

static guint32 streams;

void legacyssl_conversation_reset(void)
{
    streams = 0;
}

guint32 legacyssl_conversation_count(void)
{
    return streams;
}

struct legacyssl_conversation *legacyssl_conversation_find(packet_info *pinfo)
{
    conversation_t *conversation = segment_conversation(pinfo);

    if (conversation == NULL)
        return NULL;
    return conversation_get_proto_data(conversation, proto_legacyssl);
}

struct legacyssl_conversation *
legacyssl_conversation_new(conversation_t *conversation, packet_info *pinfo,
                           enum legacyssl_side side, guint32 source_port, guint32 destination_port)
{
    const gboolean client = side == LEGACYSSL_CLIENT;
    struct legacyssl_conversation *state =
        wmem_new0(wmem_file_scope(), struct legacyssl_conversation);

    copy_address_wmem(wmem_file_scope(), &state->client, client ? &pinfo->src : &pinfo->dst);
    state->client_port = client ? source_port : destination_port;
    state->server_port = client ? destination_port : source_port;
    conversation_add_proto_data(conversation, proto_legacyssl, state);
    return state;
}

void legacyssl_conversation_claim(struct legacyssl_conversation *state,
                                  enum legacyssl_protocol protocol)
{
    state->is_claimed = TRUE;
    state->stream = streams++;
    state->protocol = protocol;
    state->sender = secret_alloc(2 * sizeof *state->sender);
    if (protocol == LEGACYSSL_SSL2 || protocol == LEGACYSSL_PCT1) {
        legacyssl_conversation_ssl2(state);
        state->pct1 = wmem_new0(wmem_file_scope(), struct pct1_state);
    }
}

struct ssl2_handshake *legacyssl_conversation_ssl2(struct legacyssl_conversation *state)
{
    if (state->ssl2 == NULL)
        state->ssl2 = wmem_new0(wmem_file_scope(), struct ssl2_handshake);
    return state->ssl2;
}

void sender_change_keys(struct sender *sender, enum legacyssl_side side,
                        struct connection *connection)
{
    struct legacyssl_position start = {{{0}}};

    sender->connection = connection;
    sender->checkpoint = (struct checkpoint){{{0}}};
    sender->has_verified = FALSE;
    sender->is_chain_doubtful = FALSE;
    if (!connection->has_keys)
        return;
    connection_start(connection, side, &start);
    const gsize size = legacyssl_position_size(connection->secrets.suite);
    void *room = size > sizeof sender->chain ? secret_alloc(size) : sender->chain;
    sender->position = memcpy(room, &start, size);
    explicit_bzero(&start, sizeof start);
}

enum legacyssl_protocol
legacyssl_conversation_protocol(const struct legacyssl_conversation *conversation, guint32 frame)
{
    return frame < conversation->protocol_since ? LEGACYSSL_SSL2 : conversation->protocol;
}

enum legacyssl_side legacyssl_conversation_side(const struct legacyssl_conversation *conversation,
                                                const packet_info *pinfo)
{
    return legacyssl_conversation_sender(conversation, &pinfo->src, pinfo->srcport);
}

enum legacyssl_side legacyssl_conversation_sender(const struct legacyssl_conversation *conversation,
                                                  const address *source, guint32 source_port)
{
    return source_port == conversation->client_port &&
                   addresses_equal(source, &conversation->client)
               ? LEGACYSSL_CLIENT
               : LEGACYSSL_SERVER;
}
