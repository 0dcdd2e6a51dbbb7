/* segment.c - a TCP segment as the wire has it, before TCP dissects it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/segment.h"

#include "wireshark/preferences.h"
#include "wireshark/segment_conversation.h"

#include <epan/dissectors/packet-tcp.h>
#include <wsutil/pint.h>

#define TCP_MIN_HEADER 20

gboolean segment_read(tvbuff_t *tvb, const packet_info *pinfo, struct segment *segment)
{
    const guint captured = tvb_captured_length(tvb);

    if (captured < TCP_MIN_HEADER)
        return FALSE;
    const guint8 *header = tvb_get_ptr(tvb, 0, (gint)captured);
    const guint header_len = (guint)(header[12] >> 4) * 4;
    if (header_len < TCP_MIN_HEADER || header_len > captured)
        return FALSE;
    segment->source_port = pntohu16(header);
    segment->destination_port = pntohu16(header + 2);
    segment->flags = header[13];
    segment->seq = pntohu32(header + 4) + ((segment->flags & TH_SYN) != 0);
    segment->ack = pntohu32(header + 8);
    segment->header_len = (gint)header_len;
    segment->wire_len = tvb_reported_length(tvb) - (guint32)header_len;
    segment->payload = (struct legacyssl_bytes){header + header_len, captured - header_len};
    segment->direction =
        tcp_direction(pinfo, segment->source_port, segment->destination_port);
    return TRUE;
}

static struct tcp_analysis *analysis_of(conversation_t *conversation)
{
    return conversation != NULL
               ? conversation_get_proto_data(conversation, proto_get_id_by_filter_name("tcp"))
               : NULL;
}

static const tcp_flow_t *flow_of(guint direction, const struct tcp_analysis *analysis)
{
    return direction == 0 ? &analysis->flow1 : &analysis->flow2;
}

gboolean segment_begins_stream(const struct segment *segment, conversation_t *conversation)
{
    const struct tcp_analysis *analysis = analysis_of(conversation);

    if (analysis == NULL ||
        flow_of(segment->direction, analysis)->static_flags == 0) /* it has seen nothing */
        return TRUE;
    return segment->seq == flow_of(segment->direction, analysis)->base_seq + 1;
}

static guint32 relative(guint32 seq, guint direction, conversation_t *conversation)
{
    const struct tcp_analysis *analysis = analysis_of(conversation);

    if (analysis == NULL || !preferences_relative_sequence_numbers())
        return seq;
    return seq - flow_of(direction, analysis)->base_seq;
}

guint32 segment_relative_seq(const struct segment *segment, conversation_t *conversation,
                             guint32 seq)
{
    return relative(seq, segment->direction, conversation);
}

guint32 segment_relative_ack(const struct segment *segment, conversation_t *conversation)
{
    return relative(segment->ack, !segment->direction, conversation);
}
