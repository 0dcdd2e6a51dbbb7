/* record_header.h - the two- and three-byte record header of SSL 2.0 and PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RECORD_HEADER_H
#define LEGACYSSL_RECORD_HEADER_H

#include "wireshark/compat.h"

#define RECORD_HEADER_MIN 2

/* draft-hickman 4.1, draft-benaloh 4.1 */
struct record_header {
    guint8 size;    /* of the header: 2, or 3 with padding and escape */
    guint8 padding; /* PADDING-LENGTH */
    gboolean is_escape;
    guint16 length; /* RECORD-LENGTH: of the body */
};

/* Needs RECORD_HEADER_MIN bytes; the padding is read when its byte is there. */
struct record_header record_header_parse(tvbuff_t *tvb, int offset);

/* Size of the whole record, for record_layer.h. */
guint record_header_size(packet_info *pinfo, tvbuff_t *tvb, int offset, void *data);

/* Size of the header alone. */
guint record_header_own_size(tvbuff_t *tvb, gint offset);

/* Draw it at the beginning of tvb. */
void record_header_draw(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree);

#endif
