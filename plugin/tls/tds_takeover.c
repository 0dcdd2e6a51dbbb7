/* tds_takeover.c - takes TLS inside TDS over from the built-in dissector, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tds_takeover.h"

#include "application/app_dissector.h"
#include "secrets/key_source.h"
#include "state/conversation.h"
#include "tls/closed_session.h"
#include "tls/tds_framing.h"
#include "tls/tls_reading.h"
#include "tls/tls_state.h"
#include "wireshark/proto.h"

#include <epan/column-utils.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/show_exception.h>

void tds_takeover_arm(struct legacyssl_conversation *state)
{
    state->takeover->tds = tds_framing_new();
    app_dissector_expect_tds(state);
}

/* ---- first pass ------------------------------------------------------------------------------ */

/* Acknowledgements are numbers of TCP: only that bytes are missing can be told of the TLS stream.
 */
static void read_piece(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *whole, const struct tds_piece *piece,
                       guint32 frame)
{
    const enum legacyssl_side other = other_side(side);
    const guint32 missing = tds_framing_missing(state->takeover->tds, other, whole->acknowledged);
    const struct tls_reading_segment segment = {
        .tvb = tvb_new_subset_length(whole->tvb, piece->offset, piece->len),
        .seq = piece->number,
        .acknowledged = state->reading->side[other].next_seq + missing,
        .is_acknowledging = whole->is_acknowledging && missing != 0,
    };

    tls_reading_see(state, side, &segment, frame);
}

static struct security_parameters *pending_of(const struct legacyssl_conversation *state)
{
    return state->tls != NULL ? state->tls->pending : NULL;
}

void tds_takeover_read(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *segment, guint32 frame)
{
    struct tds_framing *framing = state->takeover->tds;
    const struct security_parameters *known = pending_of(state);
    const gint len = (gint)tvb_captured_length(segment->tvb);
    struct tds_piece piece;
    guint which = 0;

    tds_framing_read(framing, side, segment->tvb, frame, segment->seq);
    while (tds_framing_packet(framing, side, &which, len, frame, segment->seq, &piece))
        read_piece(state, side, segment, &piece, frame);
    piece = tds_framing_bare(framing, side, len, frame, segment->seq);
    if (piece.len != 0)
        read_piece(state, side, segment, &piece, frame);
    if (pending_of(state) != NULL && pending_of(state) != known)
        key_source_share(pending_of(state)); /* for who draws the packets before us */
}

/* ---- any pass -------------------------------------------------------------------------------- */

/* Take off a piece's front what comes before our first record. FALSE if nothing is left. */
static gboolean is_ours(const struct given *given, struct tds_piece *piece)
{
    const struct tls_reading *reading = given->state->reading;

    if (reading->is_theirs || piece->len == 0)
        return FALSE;
    const gint before =
        tls_reading_split(&reading->side[given->side], given->pinfo, piece->len, piece->number);
    piece->offset += before;
    piece->number += (guint32)before;
    piece->len -= before;
    return piece->len != 0;
}

static void call_ours(const struct given *given, tvbuff_t *tvb, const struct tds_piece *piece)
{
    struct tcpinfo tcpinfo = *given->tcpinfo;

    tcpinfo.seq += piece->number - given->seq;
    call_dissector_only(legacyssl_handle, tvb_new_subset_length(tvb, piece->offset, piece->len),
                        given->pinfo, given->tree, &tcpinfo);
}

/* The packet has been drawn: its columns, and what was asked of TCP, stay as they are. */
static void draw_behind(const struct given *given, tvbuff_t *tvb, const struct tds_piece *piece)
{
    packet_info *pinfo = given->pinfo;
    const gint offset = pinfo->desegment_offset;
    const guint32 len = pinfo->desegment_len;
    const gboolean is_writable = col_get_writable(pinfo->cinfo, -1);

    pinfo->can_desegment = 0;
    col_set_writable(pinfo->cinfo, -1, FALSE);
    TRY
    {
        call_ours(given, tvb, piece);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, given->tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
    col_set_writable(pinfo->cinfo, -1, is_writable);
    pinfo->desegment_offset = offset;
    pinfo->desegment_len = len;
}

static gboolean next_packet_of_ours(const struct given *given, guint *which, gint len,
                                    struct tds_piece *piece)
{
    while (tds_framing_packet(given->state->takeover->tds, given->side, which, len,
                              given->pinfo->num, given->seq, piece))
        if (is_ours(given, piece))
            return TRUE;
    return FALSE;
}

static void draw_packets(const struct given *given, tvbuff_t *tvb)
{
    const gint len = (gint)tvb_captured_length(tvb);
    struct tds_piece piece;
    guint which = 0;

    while (next_packet_of_ours(given, &which, len, &piece))
        draw_behind(given, tvb, &piece);
}

/* A conversation that stays the built-in's says so where its ChangeCipherSpec is. */
static void draw_closed_session(const struct given *given, tvbuff_t *tvb)
{
    const gint len = (gint)tvb_captured_length(tvb);
    struct tds_piece piece;
    guint which = 0;

    while (tds_framing_packet(given->state->takeover->tds, given->side, &which, len,
                              given->pinfo->num, given->seq, &piece))
        closed_session_draw(given->state->reading,
                            tvb_new_subset_length(tvb, piece.offset, piece.len), given->pinfo,
                            given->tree, piece.number);
}

/* What stands before our records, our records, and what stands behind them. */
static int dissect_parts(const struct given *given, tvbuff_t *tvb, const struct tds_piece *ours)
{
    packet_info *pinfo = given->pinfo;
    const guint16 can_desegment = pinfo->saved_can_desegment;
    const gint end = ours->offset + ours->len, len = (gint)tvb_captured_length(tvb);

    if (ours->offset > 0)
        hand_on_part(given, tvb_new_subset_length(tvb, 0, ours->offset), 0, FALSE);
    draw_packets(given, tvb);
    pinfo->can_desegment = end < len ? 0 : can_desegment;
    call_ours(given, tvb, ours);
    if (end < len)
        hand_on_part(given, tvb_new_subset_remaining(tvb, end), end, TRUE);
    else if (pinfo->desegment_len != 0)
        pinfo->desegment_offset += ours->offset;
    return (int)tvb_captured_length(tvb);
}

int tds_takeover_dissect(const struct given *given, tvbuff_t *tvb)
{
    const gint len = (gint)tvb_captured_length(tvb);
    struct tds_piece packet, bare = tds_framing_bare(given->state->takeover->tds, given->side, len,
                                                     given->pinfo->num, given->seq);
    guint which = 0;

    draw_closed_session(given, tvb);
    if (is_ours(given, &bare))
        return dissect_parts(given, tvb, &bare);
    if (!next_packet_of_ours(given, &which, len, &packet))
        return hand_on_all(given, tvb);
    hand_on_part(given, tvb, 0, TRUE);
    draw_packets(given, tvb);
    return len;
}
