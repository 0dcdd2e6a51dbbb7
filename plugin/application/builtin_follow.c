/* builtin_follow.c - our application data in the built-in's Follow > TLS Stream
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; its structs have other members without. */
#define HAVE_LIBGNUTLS 1

#include "wireshark/compat.h"

#include "application/builtin_follow.h"

#include <epan/dissectors/packet-tls-utils.h>
#include <epan/follow.h>
#include <epan/tap.h>

static int tls_tap;

static void tell(const SslRecordInfo *record, packet_info *pinfo)
{
    SslPacketInfo *packet = wmem_new0(pinfo->pool, SslPacketInfo);

    packet->records = wmem_memdup(pinfo->pool, record, sizeof *record);
    tap_queue_packet(tls_tap, pinfo, packet);
}

void builtin_follow_client(packet_info *pinfo)
{
    const SslRecordInfo record = {.type = SSL_ID_HANDSHAKE};

    if (have_tap_listener(tls_tap))
        tell(&record, pinfo);
}

/* The built-in leaves out records whose place in the stream it has passed, since it tells them more
 * than once. We tell each once: all of them stand at the end. */
void builtin_follow_data(tvbuff_t *data, packet_info *pinfo)
{
    if (!have_tap_listener(tls_tap))
        return;
    const SslRecordInfo record = {
        .type = SSL_ID_APP_DATA,
        .data_len = tvb_captured_length(data),
        .plain_data = (guchar *)tvb_get_ptr(data, 0, -1),
        .seq = G_MAXUINT32,
    };
    tell(&record, pinfo);
}

void builtin_follow_handoff(void)
{
    tls_tap = find_tap_id(get_follow_tap_string(get_follow_by_name("TLS")));
}
