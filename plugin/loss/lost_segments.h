/* lost_segments.h - going on in a sender's stream behind segments that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TCP gives us the first segment behind a gap as it would give any other. Only its sequence number
 * tells that it does not begin where the last record ended, and then a record has to be found in
 * it: what stands before that is the rest of one whose beginning is missing.
 */
#ifndef LEGACYSSL_LOST_SEGMENTS_H
#define LEGACYSSL_LOST_SEGMENTS_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct record_layer;
struct sender;

#define SEGMENT_TAIL 80 /* a cipher block, and a MAC behind it */

#define USUAL_LENGTHS 4

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
    wmem_map_t *fronts;        /* by frame and sequence number: bytes before the first record */
};

/* Before TCP: another segment goes by, and bytes of the one before are gone. First pass. */
void lost_segments_forget(void);

/* Then, if it is a sender's of ours: a segment with payload, of which the wire had `len` bytes. */
void lost_segments_see(struct sender_stream *stream, guint32 sequence,
                       struct legacyssl_bytes payload, guint32 len);

/* After TCP: `sender` has sent it. */
void lost_segments_seen(struct sender *sender);

/* How many bytes at the front of `tvb`, which begins at TCP sequence number `sequence`, belong to
 * no record that can be read: 0 as long as nothing is missing. */
guint lost_segments_front(struct legacyssl_conversation *conversation,
                          const struct record_layer *layer, tvbuff_t *tvb, packet_info *pinfo,
                          guint32 sequence);

/* First visit: whether what begins behind the front is a record will be told by its end only. */
gboolean lost_segments_is_unsure(const struct legacyssl_conversation *conversation,
                                 const packet_info *pinfo);

/* First visit: a record of `len` bytes at TCP sequence number `at` was dissected. */
void lost_segments_record(struct sender_stream *stream, guint32 at, guint32 len);

/* First visit: a record begins at `at`, whose rest has yet to come. */
void lost_segments_cut(struct sender_stream *stream, guint32 at, guint32 len, guint32 body);

/* Whether one of the sender's latest records was `len` bytes long. */
gboolean lost_segments_is_usual(const struct sender_stream *stream, guint32 len);

/* The last `len` bytes before TCP sequence number `at`, into `bytes`; FALSE if they are not there.
 */
gboolean lost_segments_before(const struct sender_stream *stream, guint32 at, gsize len,
                              guint8 *bytes);

/* Draw what lost_segments_front told of. */
void lost_segments_draw(tvbuff_t *tvb, guint len, packet_info *pinfo, proto_tree *tree);

#endif
