/* builtin_session.c - what the built-in tls dissector knows of a conversation
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; its structs have other members without. */
#define HAVE_LIBGNUTLS 1

#include "show/builtin_session.h"

#include "wireshark/segment_conversation.h"
#include "wireshark/tls_layer.h"

#include <epan/dissectors/packet-tls-utils.h>

static dissector_handle_t builtin;
static int proto_tls;
static gboolean has_streams;

void builtin_session_handoff(void)
{
    builtin = find_dissector("tls");
    proto_tls = proto_get_id_by_filter_name("tls");
    has_streams = proto_registrar_get_byname("tls.stream") != NULL;
}

/* Inside a proxy's tunnel HTTP gives it the port that the tunnel leads to. */
static const SslDecryptSession *session_of(const struct legacyssl_conversation *state,
                                           packet_info *pinfo)
{
    const conversation_t *conversation =
        state->app_port == 0 || state->app_port == state->server_port
            ? segment_conversation(pinfo)
            : find_conversation(pinfo->num, &state->client, &state->server, CONVERSATION_TCP,
                                state->client_port, state->app_port, 0);

    return conversation != NULL ? conversation_get_proto_data(conversation, proto_tls) : NULL;
}

void builtin_session_begin(const struct legacyssl_conversation *conversation, tvbuff_t *tvb,
                           packet_info *pinfo)
{
    if (!has_streams || session_of(conversation, pinfo) != NULL)
        return;
    call_dissector_only(builtin, tvb_new_subset_length(tvb, 0, 0), pinfo, NULL, NULL);
    tls_layer_remove(pinfo);
}

gboolean builtin_session_stream(const struct legacyssl_conversation *conversation,
                                packet_info *pinfo, guint32 *stream)
{
    const SslDecryptSession *session = has_streams ? session_of(conversation, pinfo) : NULL;

    if (session == NULL)
        return FALSE;
    *stream = BUILTIN_STREAM(session);
    return TRUE;
}

dissector_handle_t builtin_session_app_dissector(const struct legacyssl_conversation *conversation,
                                                 packet_info *pinfo)
{
    const SslDecryptSession *session = session_of(conversation, pinfo);

    return session != NULL ? session->session.app_handle : NULL;
}
