/* lost_segments.c - going on in a sender's stream behind segments that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lost_segments.h"

#include "conversation.h"
#include "fields.h"
#include "record_header.h"
#include "record_layer.h"

#include <epan/expert.h>

#include <string.h>

guint lost_segments_header_size(enum legacyssl_protocol protocol)
{
    return protocol == LEGACYSSL_SSL2 || protocol == LEGACYSSL_PCT1 ? RECORD_HEADER_MIN
                                                                    : TLS_RECORD_HEADER;
}

/* ---- what goes by ---------------------------------------------------------------------------- */

static void append_tail(struct sender_stream *stream, struct legacyssl_bytes bytes)
{
    if (bytes.len < SEGMENT_TAIL) {
        const gsize keep = MIN(stream->tail_len, SEGMENT_TAIL - bytes.len);
        memmove(stream->tail, stream->tail + stream->tail_len - keep, keep);
        memcpy(stream->tail + keep, bytes.data, bytes.len);
        stream->tail_len = keep + bytes.len;
        return;
    }
    memcpy(stream->tail, bytes.data + bytes.len - SEGMENT_TAIL, SEGMENT_TAIL);
    stream->tail_len = SEGMENT_TAIL;
}

void lost_segments_see(struct sender_stream *stream, guint32 sequence,
                       struct legacyssl_bytes payload, guint32 len)
{
    const gint32 gap = (gint32)(sequence - stream->segment_end);

    if (stream->has_segment && gap > 0)
        stream->missing += (guint32)gap;
    if (!stream->has_segment || gap != 0)
        stream->tail_len = 0;
    memcpy(stream->before, stream->tail, stream->tail_len);
    stream->before_len = stream->tail_len;
    stream->segment_at = sequence;
    stream->segment = payload;
    stream->shown = (struct legacyssl_bytes){NULL, 0};
    append_tail(stream, payload);
    if (payload.len < len) { /* cut by the snapshot length */
        stream->missing += len - (guint32)payload.len;
        stream->tail_len = 0;
    }
    if (!stream->has_segment || gap + (gint32)len > 0)
        stream->segment_end = sequence + len;
    stream->has_segment = TRUE;
}

static gboolean shown_before(const struct sender_stream *stream, guint32 at, gsize len,
                             guint8 *bytes)
{
    const guint32 inside = at - stream->shown_at;

    if (inside > stream->shown.len || inside < len)
        return FALSE;
    memcpy(bytes, stream->shown.data + inside - len, len);
    return TRUE;
}

gboolean lost_segments_before(const struct sender_stream *stream, guint32 at, gsize len,
                              guint8 *bytes)
{
    const guint32 inside = at + stream->shift - stream->segment_at;
    const gsize here = MIN(inside, len), earlier = len - here;

    if (stream->gap_end == at && stream->before_gap_end_len >= len) {
        memcpy(bytes, stream->before_gap_end + stream->before_gap_end_len - len, len);
        return TRUE;
    }
    if (shown_before(stream, at, len, bytes))
        return TRUE;
    if (!stream->has_segment || inside > stream->segment.len || earlier > stream->before_len)
        return FALSE;
    memcpy(bytes, stream->before + stream->before_len - earlier, earlier);
    memcpy(bytes + earlier, stream->segment.data + inside - here, here);
    return TRUE;
}

/* A length stands once among the latest. */
static void remember_len(struct sender_stream *stream, guint32 len)
{
    if (!lost_segments_is_usual(stream, len))
        stream->usual_len[stream->n_records++ % USUAL_LENGTHS] = len;
}

gboolean lost_segments_is_usual(const struct sender_stream *stream, guint32 len)
{
    for (guint i = 0; i < USUAL_LENGTHS; i++)
        if (stream->usual_len[i] == len)
            return TRUE;
    return FALSE;
}

void lost_segments_record(struct sender_stream *stream, guint32 at, guint32 len)
{
    remember_len(stream, len);
    stream->has_begun = TRUE;
    stream->next = at + len;
    stream->cut_len = 0;
    stream->missing = 0; /* TCP has mended it */
}

void lost_segments_cut(struct sender_stream *stream, guint32 at, guint32 len, guint32 body)
{
    if (stream->is_searching)
        return;
    remember_len(stream, len);
    stream->next = at;
    stream->cut_len = len;
    stream->cut_body = body;
}

/* ---- bytes in front of the first record ------------------------------------------------------ */

static guint64 front_key(guint32 frame, guint32 sequence)
{
    return (guint64)frame << 32 | sequence;
}

static guint find_front(const struct sender_stream *stream, guint32 frame, guint32 sequence)
{
    const guint64 key = front_key(frame, sequence);

    return stream->fronts != NULL ? GPOINTER_TO_UINT(wmem_map_lookup(stream->fronts, &key)) : 0;
}

static void remember_front(struct sender_stream *stream, guint32 frame, guint32 sequence, guint len)
{
    guint64 *key = wmem_new(wmem_file_scope(), guint64);

    *key = front_key(frame, sequence);
    if (stream->fronts == NULL)
        stream->fronts = wmem_map_new(wmem_file_scope(), wmem_int64_hash, g_int64_equal);
    wmem_map_insert(stream->fronts, key, GUINT_TO_POINTER(len));
}

static void remember_gap_end(struct sender_stream *stream, guint32 at)
{
    gsize len = SEGMENT_TAIL;

    stream->before_gap_end_len = 0;
    while (len > 0 && !lost_segments_before(stream, at, len, stream->before_gap_end))
        len--;
    stream->before_gap_end_len = len;
    stream->gap_end = at;
}

/* The gap lies between the last record and `at`, where one begins. */
static void gap_ends(struct sender *sender, enum legacyssl_side side, guint32 at)
{
    struct sender_stream *stream = &sender->stream;
    const guint32 distance = at - stream->next;

    if (stream->cut_len != 0 && distance >= stream->cut_len && sender->connection != NULL)
        lost_records_skip(sender, side, stream->cut_len, stream->cut_body);
    remember_gap_end(stream, at);
    stream->next = at;
    stream->cut_len = 0;
}

/* What the last record still has to get, or what was read before: TCP tells some bytes twice. A
 * record that was cut by the gap says where it ends. */
static guint known_front(const struct sender_stream *stream, guint32 sequence, guint len)
{
    const guint32 end = stream->next + (stream->is_searching ? 0 : stream->cut_len);
    const gint32 known = (gint32)(end - sequence);

    return known > 0 ? MIN((guint)known, len) : 0;
}

/* Whether a record begins there for sure. */
static gboolean is_known(const struct sender_stream *stream, guint32 at)
{
    return !stream->is_searching && at == stream->next + stream->cut_len;
}

static guint search(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                    const struct record_layer *layer, tvbuff_t *tvb, packet_info *pinfo,
                    guint32 sequence)
{
    struct sender *sender = &conversation->sender[side];
    struct sender_stream *stream = &sender->stream;
    const guint len = tvb_captured_length(tvb), known = known_front(stream, sequence, len);

    gint offset = (gint)known;

    if (known == len || (sequence + known == stream->next && !stream->is_searching))
        return known;
    lost_records_begin(sender, stream->next, sender->sequence);
    if (!is_known(stream, sequence + known)) {
        stream->is_searching = TRUE;
        offset = layer->find(tvb, offset, pinfo, conversation, side, sequence);
    }
    if (offset < 0)
        return len;
    if (sequence + (guint32)offset != stream->next)
        gap_ends(sender, side, sequence + (guint32)offset);
    return (guint)offset;
}

/* TCP counts from the stream's first byte on, unless the user wants it otherwise. */
static void see_shown(struct sender_stream *stream, tvbuff_t *tvb, guint32 sequence)
{
    const struct legacyssl_bytes bytes = {tvb_get_ptr(tvb, 0, -1), tvb_captured_length(tvb)};

    stream->shown_at = sequence;
    stream->shown = bytes;
    if (stream->has_segment && bytes.data >= stream->segment.data &&
        bytes.data < stream->segment.data + stream->segment.len)
        stream->shift =
            stream->segment_at + (guint32)(bytes.data - stream->segment.data) - sequence;
}

guint lost_segments_front(struct legacyssl_conversation *conversation,
                          const struct record_layer *layer, tvbuff_t *tvb, packet_info *pinfo,
                          guint32 sequence)
{
    const enum legacyssl_side side = legacyssl_conversation_side(conversation, pinfo);
    struct sender_stream *stream = &conversation->sender[side].stream;

    if (pinfo->fd->visited)
        return find_front(stream, pinfo->num, sequence);
    see_shown(stream, tvb, sequence);
    if (!stream->has_begun || (sequence == stream->next && !stream->is_searching))
        return 0;
    const guint front = search(conversation, side, layer, tvb, pinfo, sequence);
    if (front != 0)
        remember_front(stream, pinfo->num, sequence, front);
    return front;
}

gboolean lost_segments_is_unsure(const struct legacyssl_conversation *conversation,
                                 const packet_info *pinfo)
{
    const enum legacyssl_side side = legacyssl_conversation_side(conversation, pinfo);

    return !pinfo->fd->visited && pinfo->can_desegment &&
           conversation->sender[side].stream.is_searching;
}

void lost_segments_draw(tvbuff_t *tvb, guint len, packet_info *pinfo, proto_tree *tree)
{
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Continuation Data");
    proto_tree_add_expert_format(tree, pinfo, &ei_lost_segments, tvb, 0, (gint)len,
                                 "These bytes belong to a record whose beginning is missing, cut, "
                                 "or was read before");
}
