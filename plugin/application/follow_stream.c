/* follow_stream.c - Follow > LegacySSL Stream, and tshark's -z follow,legacyssl
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/follow_stream.h"

#include "application/builtin_follow.h"
#include "state/conversation.h"
#include "statistics/taps.h"
#include "wireshark/proto.h"

#include <epan/follow.h>

#include <string.h>

void follow_stream_client(packet_info *pinfo)
{
    builtin_follow_client(pinfo);
}

void follow_stream_data(tvbuff_t *data, packet_info *pinfo)
{
    taps_data(data, pinfo);
    builtin_follow_data(data, pinfo);
}

/* In the words of Follow > TCP Stream. */
void follow_stream_gap(guint32 missing, tvbuff_t *parent, packet_info *pinfo)
{
    const gchar *text =
        wmem_strdup_printf(pinfo->pool, "[%u bytes missing in capture file]", missing);
    const guint len = (guint)strlen(text);

    follow_stream_data(tvb_new_child_real_data(parent, (const guint8 *)text, len, (gint)len),
                       pinfo);
}

static gchar *index_filter(guint stream, guint sub_stream _U_)
{
    return g_strdup_printf("legacyssl.stream eq %u", stream);
}

static gchar *conversation_filter(epan_dissect_t *edt _U_, packet_info *pinfo, guint *stream,
                                  guint *sub_stream)
{
    const struct legacyssl_conversation *conversation = legacyssl_conversation_find(pinfo);

    if (conversation == NULL || !conversation->is_claimed)
        return NULL;
    *stream = conversation->stream;
    *sub_stream = 0;
    return index_filter(*stream, *sub_stream);
}

/* The first data may be the server's: who is the client is known better here. */
static void set_client(follow_info_t *info, packet_info *pinfo)
{
    const struct legacyssl_conversation *conversation = legacyssl_conversation_find(pinfo);

    if (info->client_port != 0 || conversation == NULL)
        return;
    const gboolean from_client =
        legacyssl_conversation_side(conversation, pinfo) == LEGACYSSL_CLIENT;
    info->client_port = conversation->client_port;
    info->server_port = conversation->server_port;
    copy_address(&info->client_ip, from_client ? &pinfo->src : &pinfo->dst);
    copy_address(&info->server_ip, from_client ? &pinfo->dst : &pinfo->src);
}

static tap_packet_status data_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt,
                                   const void *data, tap_flags_t flags)
{
    set_client(tapdata, pinfo);
    return follow_tvb_tap_listener(tapdata, pinfo, edt, data, flags);
}

/* Addresses and ports are TCP's: what Follow TLS does with them is right here, too. */
void follow_stream_handoff(void)
{
    register_follow_t *tls = get_follow_by_name("TLS");

    register_follow_with_count(proto_legacyssl, DATA_TAP, conversation_filter, index_filter,
                               get_follow_address_func(tls), get_follow_port_to_display(tls),
                               data_seen, legacyssl_conversation_count);
}
