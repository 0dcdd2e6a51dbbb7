/* first_bytes.h - streams whose first segments are too short to tell what they are
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The bytes are kept beside what others make of them: nobody waits for us, and nothing is drawn
 * differently before it is proven to be ours.
 */
#ifndef LEGACYSSL_FIRST_BYTES_H
#define LEGACYSSL_FIRST_BYTES_H

#include "recognise/segment.h"

/* A hello that contradicts itself: ours only if the answer says so. */
struct doubtful_hello {
    guint32 frame;
    guint32 seq; /* of its first byte, as TCP shows it */
    struct legacyssl_bytes record;
};

void first_bytes_register(void);

/* First pass, after TCP: keep a segment that begins its sender's stream and may go on to become a
 * hello; `is_doubtful`: it has all of one that contradicts itself. */
void first_bytes_keep(conversation_t *conversation, const struct segment *segment, guint32 frame,
                      gboolean is_doubtful);

/* What was kept of the stream that the segment continues, with the segment's payload behind it, in
 * packet scope; nothing, if nothing was or the segment is another. *before is how many bytes were
 * kept. */
struct legacyssl_bytes first_bytes_join(conversation_t *conversation, const struct segment *segment,
                                        packet_info *pinfo, gsize *before);

/* The segment made nothing proven of them yet: keep the joined bytes, or if they can't become a hello
 * any more, nothing. */
void first_bytes_go_on(conversation_t *conversation, const struct segment *segment,
                       struct legacyssl_bytes joined, gboolean is_possible);

/* The hello of the other side that this segment answers, if it is a doubtful one; else NULL. */
const struct doubtful_hello *first_bytes_answered(conversation_t *conversation,
                                                  const struct segment *segment);

#endif
