/* segment_conversation.c - the TCP conversation of the segment at hand, looked up once
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/segment_conversation.h"

#include "wireshark/preferences.h"
#include "wireshark/proto.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/proto_data.h>

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

/* What Wireshark finds for it now. */
static conversation_t *found_conversation(packet_info *pinfo)
{
    if (pinfo->use_conv_addr_port_endpoints) /* a proxy's, which stand for others */
        return find_conversation_pinfo(pinfo, 0);
    if (is_latest(pinfo, pinfo->srcport, pinfo->destport))
        return latest.conversation;
    return remember(pinfo, pinfo->srcport, pinfo->destport, find_conversation_pinfo(pinfo, 0));
}

/* ---- ports that are used again ---------------------------------------------------------------- */

/* tshark -2 -R gives all frames that it leaves out the number of the next one that it keeps. Where
 * ports are used again, TCP can find the earlier conversation then, on the second pass. */
static wmem_map_t *reused; /* set of conversation_t whose ports were another's before */

void segment_conversation_register(void)
{
    reused = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_direct_hash,
                                    g_direct_equal);
}

void segment_conversation_is_reuse(conversation_t *conversation)
{
    wmem_map_insert(reused, conversation, conversation);
}

gboolean segment_conversation_any_reuse(void)
{
    return wmem_map_size(reused) != 0;
}

void segment_conversation_keep(packet_info *pinfo, conversation_t *conversation)
{
    if (segment_conversation_any_reuse() && wmem_map_contains(reused, conversation))
        p_add_proto_data(wmem_file_scope(), pinfo, proto_legacyssl, 0, conversation);
}

static conversation_t *kept_conversation(packet_info *pinfo)
{
    if (!pinfo->fd->visited || !segment_conversation_any_reuse())
        return NULL;
    return p_get_proto_data(wmem_file_scope(), pinfo, proto_legacyssl, 0);
}

conversation_t *segment_conversation(packet_info *pinfo)
{
    conversation_t *kept = kept_conversation(pinfo);

    return kept != NULL ? kept : found_conversation(pinfo);
}

/* From where TCP counts what the sender of this packet sends. */
static guint32 base_of(const packet_info *pinfo, const conversation_t *conversation)
{
    const struct tcp_analysis *analysis =
        conversation_get_proto_data(conversation, proto_get_id_by_filter_name("tcp"));

    if (analysis == NULL)
        return 0;
    return tcp_direction(pinfo, pinfo->srcport, pinfo->destport) == 0 ? analysis->flow1.base_seq
                                                                      : analysis->flow2.base_seq;
}

/* TCP counts the SYN itself or not, depending on how it hands on what a SYN carries (RFC 7413): those are
 * the stream's first bytes. */
static guint32 first_seq(packet_info *pinfo)
{
    const conversation_t *conversation = segment_conversation(pinfo);

    return 1 + (preferences_relative_sequence_numbers() || conversation == NULL
                    ? 0
                    : base_of(pinfo, conversation));
}

guint32 segment_seq(packet_info *pinfo, const struct tcpinfo *tcpinfo)
{
    if (tcpinfo->flags & TH_SYN)
        return first_seq(pinfo);
    const conversation_t *kept = kept_conversation(pinfo);
    const conversation_t *found = kept != NULL ? found_conversation(pinfo) : NULL;
    if (found == NULL || found == kept || !preferences_relative_sequence_numbers())
        return tcpinfo->seq;
    return tcpinfo->seq + base_of(pinfo, found) - base_of(pinfo, kept);
}

guint tcp_direction(const packet_info *pinfo, guint32 source_port, guint32 destination_port)
{
    int order = cmp_address(&pinfo->src, &pinfo->dst);

    if (order == 0)
        order = source_port > destination_port ? 1 : -1;
    return order >= 0 ? 0 : 1;
}

void segment_conversation_forget(void)
{
    latest.frame = 0;
}
