/* segment_conversation.c - the TCP conversation of the segment at hand, looked up once
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/segment_conversation.h"

#include <epan/dissectors/packet-tcp.h>

/* The latest that was found. The addresses are those in the packet's bytes: a packet with one
 * segment inside another has them twice. */
static struct {
    guint32 frame;
    guint32 source_port, destination_port;
    const void *source, *destination;
    conversation_t *conversation;
} latest;

static gboolean is_latest(const packet_info *pinfo, guint32 source_port, guint32 destination_port)
{
    return latest.frame == pinfo->num && latest.source == pinfo->src.data &&
           latest.destination == pinfo->dst.data && latest.source_port == source_port &&
           latest.destination_port == destination_port;
}

static conversation_t *remember(const packet_info *pinfo, guint32 source_port,
                                guint32 destination_port, conversation_t *conversation)
{
    if (conversation != NULL) {
        latest.frame = pinfo->num;
        latest.source_port = source_port;
        latest.destination_port = destination_port;
        latest.source = pinfo->src.data;
        latest.destination = pinfo->dst.data;
        latest.conversation = conversation;
    }
    return conversation;
}

conversation_t *segment_conversation_before(packet_info *pinfo, guint32 source_port,
                                            guint32 destination_port)
{
    if (is_latest(pinfo, source_port, destination_port))
        return latest.conversation;
    return remember(pinfo, source_port, destination_port,
                    find_conversation(pinfo->num, &pinfo->src, &pinfo->dst, CONVERSATION_TCP,
                                      source_port, destination_port, 0));
}

conversation_t *segment_conversation(packet_info *pinfo)
{
    if (pinfo->use_conv_addr_port_endpoints) /* a proxy's, which stand for others */
        return find_conversation_pinfo(pinfo, 0);
    if (is_latest(pinfo, pinfo->srcport, pinfo->destport))
        return latest.conversation;
    return remember(pinfo, pinfo->srcport, pinfo->destport, find_conversation_pinfo(pinfo, 0));
}

guint32 segment_sequence(const struct tcpinfo *tcpinfo)
{
    return tcpinfo->seq + ((tcpinfo->flags & TH_SYN) != 0);
}

void segment_conversation_forget(void)
{
    latest.frame = 0;
}
