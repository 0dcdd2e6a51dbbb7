/* ssl2_record_header.h - the two- and three-byte record header of SSL 2.0, which PCT has, too
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * draft-hickman 4.1; draft-benaloh 4.1 takes a bit of it for escapes.
 */
#ifndef LEGACYSSL_SSL2_RECORD_HEADER_H
#define LEGACYSSL_SSL2_RECORD_HEADER_H

#include "record/record_layer.h"

#define SSL2_HEADER_MIN 2

/* For record_layer.h. The padding is read when its byte is there. */
gboolean ssl2_parse_header(tvbuff_t *tvb, gint offset, struct record_header *header);
gboolean ssl2_other_header(struct legacyssl_record *record, guint number);
void ssl2_header_draw(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree);

#endif
