/* builtin_session.c - what the built-in tls dissector knows of a conversation
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; its structs have other members without. */
#define HAVE_LIBGNUTLS 1

#include "show/builtin_session.h"

#include "wireshark/segment_conversation.h"
#include "wireshark/tls_layer.h"

#include <epan/dissectors/packet-tls-utils.h>
#include <epan/follow.h>

static dissector_handle_t builtin;
static int proto_tls;

void builtin_session_handoff(void)
{
    builtin = find_dissector("tls");
    proto_tls = proto_get_id_by_filter_name("tls");
}

static const SslDecryptSession *session_of(const conversation_t *conversation)
{
    return conversation != NULL ? conversation_get_proto_data(conversation, proto_tls) : NULL;
}

void builtin_session_begin(tvbuff_t *tvb, packet_info *pinfo)
{
    if (!BUILTIN_HAS_STREAMS || session_of(segment_conversation(pinfo)) != NULL)
        return;
    call_dissector_only(builtin, tvb_new_subset_length(tvb, 0, 0), pinfo, NULL, NULL);
    tls_layer_remove(pinfo);
}

void builtin_session_will_begin(const conversation_t *conversation,
                                struct legacyssl_conversation *state)
{
    const SslDecryptSession *session = session_of(conversation);

    if (BUILTIN_HAS_STREAMS)
        state->builtin_stream =
            session != NULL ? BUILTIN_STREAM(session) : BUILTIN_STREAM_COUNT(proto_tls);
}

/* Inside a proxy's tunnel HTTP makes up a conversation for the built-in, which is not the
 * segment's: what was kept at the hello is right there, too. */
gboolean builtin_session_stream(const struct legacyssl_conversation *conversation,
                                packet_info *pinfo, guint32 *stream)
{
    if (!BUILTIN_HAS_STREAMS)
        return FALSE;
    const SslDecryptSession *session = session_of(segment_conversation(pinfo));
    *stream = conversation->takeover != NULL || session == NULL ? conversation->builtin_stream
                                                                : BUILTIN_STREAM(session);
    return session != NULL || conversation->takeover != NULL;
}

dissector_handle_t builtin_session_app_dissector(packet_info *pinfo)
{
    const SslDecryptSession *session = session_of(segment_conversation(pinfo));

    return session != NULL ? session->session.app_handle : NULL;
}
