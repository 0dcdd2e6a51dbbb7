/* conversation.c - what is remembered of one TCP conversation, for the lifetime of the file
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state/conversation.h"

#include "wireshark/segment_conversation.h"
#include "wireshark/proto.h"
#include "secrets/secret_memory.h"

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
    copy_address_wmem(wmem_file_scope(), &state->server, client ? &pinfo->dst : &pinfo->src);
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
