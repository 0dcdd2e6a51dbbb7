/* segment.h - a TCP segment as the wire has it, before TCP dissects it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SEGMENT_H
#define LEGACYSSL_SEGMENT_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

#include <epan/conversation.h>

struct segment {
    guint16 source_port, destination_port, flags;
    guint32 seq; /* of the first byte of the payload */
    guint32 ack; /* of the other side's next byte, if the flags say so */
    gint header_len;
    struct legacyssl_bytes payload;
    guint32 wire_len; /* of the payload: the capture may have less */
    guint direction;  /* 0 or 1: which of TCP's two flows */
};

/* FALSE if the headers are not whole. */
gboolean segment_read(tvbuff_t *tvb, const packet_info *pinfo, struct segment *segment);

/* Whether the payload begins its sender's stream, as far as TCP knows: `conversation` is what TCP has
 * of it so far, or NULL. */
gboolean segment_begins_stream(const struct segment *segment, conversation_t *conversation);

/* The sequence number as TCP shows it: from the stream's first byte on, unless the user wants the
 * wire's. TCP must have seen a segment of that flow. */
guint32 segment_relative_seq(const struct segment *segment, conversation_t *conversation,
                             guint32 seq);

/* The acknowledgement likewise. */
guint32 segment_relative_ack(const struct segment *segment, conversation_t *conversation);

#endif
