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
struct sender;

#define SEGMENT_TAIL 80 /* a cipher block, and a MAC behind it */

/* What one side has sent, as a stream. */
struct sender_stream;

/* First visit, behind a gap: where the first record begins in `tvb`, from `offset` on; -1 if that
 * can't be told. If it is sure, lost_segments_found has to be told; else more bytes may tell.
 * `seq` is the TCP sequence number of the first byte of `tvb`. */
typedef gint (*find_record_function)(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                                     struct legacyssl_conversation *conversation,
                                     enum legacyssl_side side, guint32 seq);

/* Before TCP: another segment goes by, and bytes of the one before are gone. First pass. */
void lost_segments_forget(void);

/* Then, if it is a sender's of ours: a segment with payload, of which the wire had `len` bytes. */
void lost_segments_see(struct sender *sender, guint32 seq, struct legacyssl_bytes payload,
                       guint32 len);

/* After TCP: `sender` has sent it. */
void lost_segments_seen(struct sender *sender);

/* Where in `tvb`, which begins at TCP sequence number `seq`, the first record begins: the bytes
 * before belong to no record that can be read: 0 as long as nothing is missing. */
guint lost_segments_first_record(struct legacyssl_conversation *conversation,
                                 find_record_function find, tvbuff_t *tvb, packet_info *pinfo,
                                 guint32 seq);

/* First visit: whether what begins there is a record will be told by its end only. */
gboolean lost_segments_is_unsure(const struct legacyssl_conversation *conversation,
                                 const packet_info *pinfo);

/* First visit: a record of `len` bytes at TCP sequence number `at` was dissected. */
void lost_segments_record(struct sender *sender, guint32 at, guint32 len);

/* First visit: a record begins at `at`, whose rest has yet to come. */
void lost_segments_cut(struct sender *sender, guint32 at, guint32 len, guint32 body);

/* Whether one of the sender's latest records was `len` bytes long. */
gboolean lost_segments_is_usual(const struct sender *sender, guint32 len);

/* The last `len` bytes before TCP sequence number `at`, into `bytes`; FALSE if they are not there.
 */
gboolean lost_segments_before(const struct sender *sender, guint32 at, gsize len, guint8 *bytes);

/* First visit: where the sender's next record begins is known (again), or is not (any more). */
void lost_segments_found(struct sender *sender);
void lost_segments_search(struct sender *sender);

/* First visit: whether the end of what may be a record, beginning at TCP sequence number `at`, can
 * be waited for. TCP shows all bytes before it again then; a header in pieces is waited for piece
 * by piece, which counts once. */
gboolean lost_segments_may_wait(struct sender *sender, guint32 at);

/* First visit: how many bytes the capture lacks since the last record that was read; the next call
 * says 0 if no more go missing. */
guint32 lost_segments_take_missing(struct sender *sender);

#endif
