/* builtin_session.c - what the built-in tls dissector knows of a conversation
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; its structs have other members without. */
#define HAVE_LIBGNUTLS 1

#include "application/builtin_session.h"

#include "wireshark/segment_conversation.h"

#include <epan/dissectors/packet-tls-utils.h>

dissector_handle_t builtin_session_app_dissector(packet_info *pinfo)
{
    const conversation_t *conversation = segment_conversation(pinfo);
    const SslDecryptSession *session =
        conversation != NULL
            ? conversation_get_proto_data(conversation, proto_get_id_by_filter_name("tls"))
            : NULL;

    return session != NULL ? session->session.app_handle : NULL;
}
