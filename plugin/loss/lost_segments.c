/* lost_segments.c - going on in a sender's stream behind segments that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "loss/lost_segments.h"

#include "state/conversation.h"
#include "loss/lost_records.h"

#include <string.h>

#define USUAL_LENGTHS 4
#define MAX_WAITS 4 /* behind one gap: places where a record may begin, whose end is waited for */

/* Bytes as far as they are known: the last ones before a place. */
struct segment_tail {
    gsize len;
    guint8 bytes[SEGMENT_TAIL];
};

/* What one side has sent, as a stream. */
struct sender_stream {
    bool has_begun : 1;
    bool is_searching : 1; /* where its next record begins is not known */
    bool has_segment : 1;
    guint8 waits; /* while it is searching */
    guint32 waited_at;
    guint32 next;    /* TCP sequence number behind the last record */
    guint32 cut_len; /* of a record that begins there, by its header; 0: not seen */
    guint32 cut_body;
    guint16 usual_len[USUAL_LENGTHS]; /* of its latest records: many are as long as another */
    guint n_records;
    guint32 shift; /* sequence numbers on the wire are so much higher than TCP shows them */
    guint32 segment_end;
    guint32 missing; /* bytes that the capture lacks, since the last record that was read */
    guint32 gap_end; /* where the last gap ended, and what stands before that: a record can be
                        dissected long after the segment in which it begins */
    struct segment_tail *before_gap_end; /* NULL: no gap yet */
    struct segment_tail *tail; /* how the last segment ended, if in a record; NULL: never did */
    wmem_map_t *first_records; /* by frame and sequence number: bytes before the first record */
};

/* The sender's stream, made when it is asked for the first time. */
static struct sender_stream *stream_of(struct sender *sender)
{
    if (sender->stream == NULL)
        sender->stream = wmem_new0(wmem_file_scope(), struct sender_stream);
    return sender->stream;
}

/* ---- what goes by ---------------------------------------------------------------------------- */

/* The segment that is dissected now, on the first pass. */
static struct {
    const struct sender_stream *stream; /* whose it is; NULL: nobody's of ours */
    guint32 at;                         /* where it begins, on the wire */
    struct legacyssl_bytes payload;
    gboolean is_cut; /* by the snapshot length */
    struct segment_tail before;
    guint32
        reassembled_at; /* what TCP put together and shows us, if that is more than the segment */
    struct legacyssl_bytes reassembled;
} now;

static void append(struct segment_tail *tail, struct legacyssl_bytes bytes)
{
    if (bytes.len < SEGMENT_TAIL) {
        const gsize keep = MIN(tail->len, SEGMENT_TAIL - bytes.len);
        memmove(tail->bytes, tail->bytes + tail->len - keep, keep);
        memcpy(tail->bytes + keep, bytes.data, bytes.len);
        tail->len = keep + bytes.len;
        return;
    }
    memcpy(tail->bytes, bytes.data + bytes.len - SEGMENT_TAIL, SEGMENT_TAIL);
    tail->len = SEGMENT_TAIL;
}

void lost_segments_forget(void)
{
    now.stream = NULL;
}

void lost_segments_see(struct sender *sender, guint32 seq, struct legacyssl_bytes payload,
                       guint32 len)
{
    struct sender_stream *stream = stream_of(sender);
    const gint32 gap = (gint32)(seq - stream->segment_end);

    if (stream->has_segment && gap > 0)
        stream->missing += (guint32)gap;
    now.stream = stream;
    now.at = seq;
    now.payload = payload;
    now.is_cut = payload.len < len;
    now.reassembled = (struct legacyssl_bytes){NULL, 0};
    now.before.len = 0;
    if (stream->has_segment && gap == 0 && stream->tail != NULL)
        now.before = *stream->tail;
    if (now.is_cut)
        stream->missing += len - (guint32)payload.len;
    if (!stream->has_segment || gap + (gint32)len > 0)
        stream->segment_end = seq + len;
    stream->has_segment = TRUE;
}

/* Whether what comes next can need the segment's end: the cipher knows it where a record ended. */
static gboolean is_end_needed(const struct sender *sender)
{
    const struct sender_stream *stream = sender->stream;

    return stream->is_searching || sender->is_chain_doubtful || lost_records_is_open(sender) ||
           stream->next + stream->shift != stream->segment_end;
}

void lost_segments_seen(struct sender *sender)
{
    struct sender_stream *stream = sender->stream;

    if (stream == NULL || now.stream != stream)
        return;
    if (stream->tail == NULL && is_end_needed(sender))
        stream->tail = wmem_new(wmem_file_scope(), struct segment_tail);
    if (stream->tail == NULL)
        return;
    append(&now.before, now.payload);
    *stream->tail = now.before;
    if (now.is_cut)
        stream->tail->len = 0;
}

static gboolean reassembled_before(guint32 at, gsize len, guint8 *bytes)
{
    const guint32 inside = at - now.reassembled_at;

    if (inside > now.reassembled.len || inside < len)
        return FALSE;
    memcpy(bytes, now.reassembled.data + inside - len, len);
    return TRUE;
}

static gboolean bytes_before(const struct sender_stream *stream, guint32 at, gsize len,
                             guint8 *bytes)
{
    const guint32 inside = at + stream->shift - now.at;
    const gsize here = MIN(inside, len), earlier = len - here;
    const struct segment_tail *gap = stream->before_gap_end;

    if (gap != NULL && stream->gap_end == at && gap->len >= len) {
        memcpy(bytes, gap->bytes + gap->len - len, len);
        return TRUE;
    }
    if (now.stream != stream)
        return FALSE;
    if (reassembled_before(at, len, bytes))
        return TRUE;
    if (inside > now.payload.len || earlier > now.before.len)
        return FALSE;
    memcpy(bytes, now.before.bytes + now.before.len - earlier, earlier);
    memcpy(bytes + earlier, now.payload.data + inside - here, here);
    return TRUE;
}

gboolean lost_segments_before(const struct sender *sender, guint32 at, gsize len, guint8 *bytes)
{
    return sender->stream != NULL && bytes_before(sender->stream, at, len, bytes);
}

static gboolean is_usual(const struct sender_stream *stream, guint32 len)
{
    for (guint i = 0; i < USUAL_LENGTHS; i++)
        if (stream->usual_len[i] == len)
            return TRUE;
    return FALSE;
}

gboolean lost_segments_is_usual(const struct sender *sender, guint32 len)
{
    return sender->stream != NULL && is_usual(sender->stream, len);
}

/* A length stands once among the latest. */
static void remember_len(struct sender_stream *stream, guint32 len)
{
    if (!is_usual(stream, len))
        stream->usual_len[stream->n_records++ % USUAL_LENGTHS] = (guint16)len;
}

void lost_segments_record(struct sender *sender, guint32 at, guint32 len)
{
    struct sender_stream *stream = stream_of(sender);

    remember_len(stream, len);
    stream->has_begun = TRUE;
    stream->next = at + len;
    stream->cut_len = 0;
    stream->missing = 0; /* TCP has mended it */
}

void lost_segments_cut(struct sender *sender, guint32 at, guint32 len, guint32 body)
{
    struct sender_stream *stream = stream_of(sender);

    if (stream->is_searching)
        return;
    remember_len(stream, len);
    stream->next = at;
    stream->cut_len = len;
    stream->cut_body = body;
}

void lost_segments_found(struct sender *sender)
{
    struct sender_stream *stream = stream_of(sender);

    stream->is_searching = FALSE;
    stream->waits = 0;
}

gboolean lost_segments_may_wait(struct sender *sender, guint32 at)
{
    struct sender_stream *stream = stream_of(sender);

    if (stream->waits != 0 && stream->waited_at == at)
        return TRUE;
    if (stream->waits == MAX_WAITS)
        return FALSE;
    stream->waits++;
    stream->waited_at = at;
    return TRUE;
}

void lost_segments_search(struct sender *sender)
{
    stream_of(sender)->is_searching = TRUE;
}

guint32 lost_segments_take_missing(struct sender *sender)
{
    struct sender_stream *stream = stream_of(sender);
    const guint32 missing = stream->missing;

    stream->missing = 0;
    return missing;
}

/* ---- bytes before the first record ----------------------------------------------------------- */

static guint64 first_record_key(guint32 frame, guint32 seq)
{
    return (guint64)frame << 32 | seq;
}

static guint find_first_record(const struct sender_stream *stream, guint32 frame, guint32 seq)
{
    const guint64 key = first_record_key(frame, seq);

    return stream->first_records != NULL
               ? GPOINTER_TO_UINT(wmem_map_lookup(stream->first_records, &key))
               : 0;
}

static void remember_first_record(struct sender_stream *stream, guint32 frame, guint32 seq,
                                  guint len)
{
    guint64 *key = wmem_new(wmem_file_scope(), guint64);

    *key = first_record_key(frame, seq);
    if (stream->first_records == NULL)
        stream->first_records = wmem_map_new(wmem_file_scope(), wmem_int64_hash, g_int64_equal);
    wmem_map_insert(stream->first_records, key, GUINT_TO_POINTER(len));
}

static void remember_gap_end(struct sender_stream *stream, guint32 at)
{
    struct segment_tail before = {.len = SEGMENT_TAIL};

    while (before.len > 0 && !bytes_before(stream, at, before.len, before.bytes))
        before.len--;
    if (stream->before_gap_end == NULL)
        stream->before_gap_end = wmem_new(wmem_file_scope(), struct segment_tail);
    *stream->before_gap_end = before;
    stream->gap_end = at;
}

/* The gap lies between the last record and `at`, where one begins. */
static void gap_ends(struct sender *sender, enum legacyssl_side side, guint32 at)
{
    struct sender_stream *stream = sender->stream;
    const guint32 distance = at - stream->next;

    if (stream->cut_len != 0 && distance >= stream->cut_len && sender->parameters != NULL)
        lost_records_skip(sender, side, stream->cut_len, stream->cut_body);
    remember_gap_end(stream, at);
    stream->next = at;
    stream->cut_len = 0;
}

/* What the last record still has to get, or what was read before: TCP tells some bytes twice. A
 * record that was cut by the gap says where it ends. */
static guint known_bytes(const struct sender_stream *stream, guint32 seq, guint len)
{
    const guint32 end = stream->next + (stream->is_searching ? 0 : stream->cut_len);
    const gint32 known = (gint32)(end - seq);

    return known > 0 ? MIN((guint)known, len) : 0;
}

/* Whether a record begins there for sure. */
static gboolean is_known(const struct sender_stream *stream, guint32 at)
{
    return !stream->is_searching && at == stream->next + stream->cut_len;
}

static guint search(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                    find_record_function find, tvbuff_t *tvb, packet_info *pinfo, guint32 seq)
{
    struct sender *sender = &conversation->sender[side];
    struct sender_stream *stream = sender->stream;
    const guint len = tvb_captured_length(tvb), known = known_bytes(stream, seq, len);

    gint offset = (gint)known;

    if (known == len || (seq + known == stream->next && !stream->is_searching))
        return known;
    lost_records_begin(sender, stream->next, sender->sequence, lost_segments_take_missing(sender));
    if (!is_known(stream, seq + known)) {
        stream->is_searching = TRUE;
        offset = find(tvb, offset, pinfo, conversation, side, seq);
    }
    if (offset < 0)
        return len;
    if (seq + (guint32)offset != stream->next)
        gap_ends(sender, side, seq + (guint32)offset);
    return (guint)offset;
}

/* TCP counts from the stream's first byte on, unless the user wants it otherwise. */
static void see_reassembled(struct sender_stream *stream, tvbuff_t *tvb, guint32 seq)
{
    const struct legacyssl_bytes bytes = {tvb_get_ptr(tvb, 0, -1), tvb_captured_length(tvb)};

    if (now.stream != stream)
        return;
    now.reassembled_at = seq;
    now.reassembled = bytes;
    if (bytes.data >= now.payload.data && bytes.data < now.payload.data + now.payload.len)
        stream->shift = now.at + (guint32)(bytes.data - now.payload.data) - seq;
}

guint lost_segments_first_record(struct legacyssl_conversation *conversation,
                                 find_record_function find, tvbuff_t *tvb, packet_info *pinfo,
                                 guint32 seq)
{
    const enum legacyssl_side side = legacyssl_conversation_side(conversation, pinfo);
    struct sender *sender = &conversation->sender[side];

    if (pinfo->fd->visited)
        return sender->stream != NULL ? find_first_record(sender->stream, pinfo->num, seq) : 0;
    struct sender_stream *stream = stream_of(sender);
    see_reassembled(stream, tvb, seq);
    if (!stream->has_begun || (seq == stream->next && !stream->is_searching))
        return 0;
    const guint first = search(conversation, side, find, tvb, pinfo, seq);
    if (first != 0)
        remember_first_record(stream, pinfo->num, seq, first);
    return first;
}

gboolean lost_segments_is_unsure(const struct legacyssl_conversation *conversation,
                                 const packet_info *pinfo)
{
    const enum legacyssl_side side = legacyssl_conversation_side(conversation, pinfo);

    return !pinfo->fd->visited && pinfo->can_desegment &&
           conversation->sender[side].stream->is_searching;
}
