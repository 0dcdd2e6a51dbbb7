/* tds_framing.c - where TLS stands in a conversation of TDS (Microsoft SQL Server)
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tds_framing.h"

#include "tls/tls_record_header.h"

#define TDS_HEADER 8
#define MAX_PACKETS 100 /* of a handshake */

/* MS-TDS 2.2.3.1.1: types of packets; and of the multiplexer's (MC-SMP) */
enum { LAST_TYPE = 0x12, PRELOGIN = 0x12, SMP = 0x53 };

/* A PRELOGIN packet's content. */
struct packet {
    guint32 frame, at, len, number;
};

struct tds_side {
    gboolean has_started;
    gboolean is_next_unknown; /* behind a gap */
    guint32 next;   /* TCP sequence number of the next packet, or of the next record's header */
    guint32 number; /* of the TLS stream there, as long as it is in packets */
    guint32 end;    /* of what was read */
    guint n_packets;
    struct packet *packets;
    guint32 bare_in, bare_at,
        bare_number;            /* from where on TLS stands alone; frame 0: it does not yet */
    guint32 clear_in, clear_at; /* where it ends; frame 0: it does not */
};

struct tds_framing {
    struct tds_side side[2];
};

struct tds_framing *tds_framing_new(void)
{
    return wmem_new0(wmem_file_scope(), struct tds_framing);
}

/* ---- first pass ------------------------------------------------------------------------------ */

/* What a unit is, as far as its first bytes tell. */
enum unit { UNIT_RECORD, UNIT_PACKET, UNIT_UNKNOWN, UNIT_NOT_WHOLE };

/* What is read now. */
struct read {
    struct tds_side *side;
    tvbuff_t *tvb;
    guint32 frame, seq;
};

static enum unit unit_at(tvbuff_t *tvb, gint offset)
{
    const gint left = tvb_captured_length_remaining(tvb, offset);
    const guint8 type = tvb_get_uint8(tvb, offset);
    guint8 header[TLS_RECORD_HEADER];

    if ((type >= 1 && type <= LAST_TYPE) || type == SMP)
        return left < TDS_HEADER ? UNIT_NOT_WHOLE : UNIT_PACKET;
    if (left < TLS_RECORD_HEADER)
        return UNIT_NOT_WHOLE;
    tvb_memcpy(tvb, header, offset, sizeof header);
    return tls_is_record_header(header) ? UNIT_RECORD : UNIT_UNKNOWN;
}

static void begin_bare(const struct read *read)
{
    struct tds_side *side = read->side;

    side->bare_in = read->frame;
    side->bare_at = side->next;
    side->bare_number = side->number;
}

static void end_tls(const struct read *read)
{
    read->side->clear_in = read->frame;
    read->side->clear_at = read->side->next;
}

/* Bytes are missing in front of this. What begins it, if a packet or a record does, tells where TLS
 * is by now. */
static void begin_behind_gap(const struct read *read)
{
    struct tds_side *side = read->side;
    const enum unit unit = unit_at(read->tvb, 0);

    side->is_next_unknown = unit != UNIT_RECORD;
    if (unit == UNIT_PACKET)
        side->is_next_unknown = tvb_get_ntohs(read->tvb, 2) != tvb_captured_length(read->tvb);
    side->number += read->seq - side->next;
    side->next = read->seq;
    if (side->is_next_unknown && side->bare_in == 0) /* who knows */
        end_tls(read);
}

/* TLS in packets: a whole one is read; returns whether there may be another. */
static gboolean read_packet(const struct read *read, gint offset)
{
    struct tds_side *side = read->side;
    const guint len = tvb_get_ntohs(read->tvb, offset + 2);

    if (tvb_get_uint8(read->tvb, offset) != PRELOGIN || len < TDS_HEADER ||
        side->n_packets == MAX_PACKETS) {
        end_tls(read);
        return FALSE;
    }
    if (len > (guint)tvb_captured_length_remaining(read->tvb, offset))
        return FALSE;
    if (side->packets == NULL)
        side->packets = wmem_alloc_array(wmem_file_scope(), struct packet, MAX_PACKETS);
    side->packets[side->n_packets++] = (struct packet){
        .frame = read->frame,
        .at = side->next + TDS_HEADER,
        .len = len - TDS_HEADER,
        .number = side->number,
    };
    side->next += len;
    side->number += len - TDS_HEADER;
    return TRUE;
}

/* The unit at `offset`; returns whether there may be another. */
static gboolean read_unit(const struct read *read, gint offset)
{
    struct tds_side *side = read->side;

    switch (unit_at(read->tvb, offset)) {
    case UNIT_RECORD:
        if (side->bare_in == 0)
            begin_bare(read);
        side->next += TLS_RECORD_HEADER + tvb_get_ntohs(read->tvb, offset + 3);
        return TRUE;
    case UNIT_PACKET:
        if (side->bare_in == 0)
            return read_packet(read, offset);
        end_tls(read);
        return FALSE;
    case UNIT_UNKNOWN:
        side->is_next_unknown = TRUE;
        if (side->bare_in == 0)
            end_tls(read);
        return FALSE;
    default:
        return FALSE;
    }
}

void tds_framing_read(struct tds_framing *framing, enum legacyssl_side side, tvbuff_t *tvb,
                      guint32 frame, guint32 seq)
{
    const struct read read = {&framing->side[side], tvb, frame, seq};
    struct tds_side *from = read.side;
    const gint len = (gint)tvb_captured_length(tvb);

    if (from->clear_in != 0 || len == 0)
        return;
    if (!from->has_started)
        from->next = from->number = from->end = seq;
    from->has_started = TRUE;
    const gboolean is_gap = (gint32)(seq - from->end) > 0 && (gint32)(seq - from->next) > 0;
    if (is_gap || (from->is_next_unknown && seq == from->end))
        begin_behind_gap(&read);
    if ((gint32)(seq + (guint32)len - from->end) > 0)
        from->end = seq + (guint32)len;
    gboolean is_more = !from->is_next_unknown && from->clear_in == 0;
    while (is_more) {
        const gint32 offset = (gint32)(from->next - seq);
        is_more = offset >= 0 && offset < len && read_unit(&read, offset);
    }
}

guint32 tds_framing_missing(const struct tds_framing *framing, enum legacyssl_side side,
                            guint32 acknowledged)
{
    const struct tds_side *from = &framing->side[side];
    const gint32 missing = (gint32)(acknowledged - from->end);

    return from->has_started && missing > 0 ? (guint32)missing : 0;
}

/* ---- any pass -------------------------------------------------------------------------------- */

gboolean tds_framing_packet(const struct tds_framing *framing, enum legacyssl_side side,
                            guint *index, gint len, guint32 frame, guint32 seq,
                            struct tds_piece *piece)
{
    const struct tds_side *from = &framing->side[side];

    if (from->n_packets == 0 || frame > from->packets[from->n_packets - 1].frame)
        return FALSE;
    for (; *index < from->n_packets; ++*index) {
        const struct packet *packet = &from->packets[*index];
        const guint32 offset = packet->at - seq;
        if (packet->frame != frame || offset > (guint32)len || packet->len > (guint32)len - offset)
            continue;
        *piece = (struct tds_piece){(gint)offset, (gint)packet->len, packet->number};
        ++*index;
        return TRUE;
    }
    return FALSE;
}

/* Where among the `len` bytes that begin at `seq`, in this frame, the place `at` is, which was
 * found in frame `in`. */
static gint place_of(guint32 in, guint32 at, gint len, guint32 frame, guint32 seq)
{
    if (in == 0 || frame < in)
        return len;
    if (frame > in)
        return 0;
    return CLAMP((gint32)(at - seq), 0, len);
}

struct tds_piece tds_framing_bare(const struct tds_framing *framing, enum legacyssl_side side,
                                  gint len, guint32 frame, guint32 seq)
{
    const struct tds_side *from = &framing->side[side];
    const gint start = place_of(from->bare_in, from->bare_at, len, frame, seq);
    const gint end = place_of(from->clear_in, from->clear_at, len, frame, seq);

    return (struct tds_piece){
        .offset = start,
        .len = MAX(end - start, 0),
        .number = from->bare_number + seq + (guint32)start - from->bare_at,
    };
}
