/* proxy_tunnel.c - connections inside an HTTP proxy's tunnel
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/proxy_tunnel.h"

#include "wireshark/segment_conversation.h"

#include <epan/dissectors/packet-http.h>

#include <wsutil/strtoi.h>

#include <string.h>

/* RFC 9110 9.3.6: the target of CONNECT is host and port. */
static guint16 port_of_target(const char *target)
{
    const char *colon = strrchr(target, ':');
    guint16 port = 0;

    return colon != NULL && ws_strtou16(colon + 1, NULL, &port) ? port : 0;
}

guint16 proxy_tunnel_port(packet_info *pinfo)
{
    const conversation_t *conversation = segment_conversation(pinfo);
    http_conv_t *http =
        conversation != NULL
            ? conversation_get_proto_data(conversation, proto_get_id_by_filter_name("http"))
            : NULL;

    const HTTP_REQUEST_RECORD *request = http != NULL ? HTTP_LAST_REQUEST(http) : NULL;

    if (request == NULL || g_strcmp0(request->request_method, "CONNECT") != 0 ||
        request->request_uri == NULL)
        return 0;
    /* HTTP learns where the tunnel begins from its first bytes. As those have come to us, it would
     * take its own answer to CONNECT for them on a later pass: nobody but us can say it to HTTP. */
    if (http->startframe == 0)
        http->startframe = pinfo->num;
    return port_of_target(request->request_uri);
}
