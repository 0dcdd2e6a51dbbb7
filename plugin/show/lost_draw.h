/* lost_draw.h - what is told of records and bytes that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_LOST_DRAW_H
#define LEGACYSSL_LOST_DRAW_H

#include "loss/lost_records.h"

/* What is missing before a record, in its tree. NULL: nothing is. */
void lost_note_draw(const struct lost_note *note, tvbuff_t *tvb, packet_info *pinfo,
                    proto_tree *tree);

/* The `len` bytes at the beginning of a segment that belong to no record that can be read. */
void lost_continuation_draw(tvbuff_t *tvb, guint len, packet_info *pinfo, proto_tree *tree);

#endif
