/* ssl2_record_search.h - where a record begins behind a gap, for SSL 2.0 and PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two bytes are little to tell a header from. With keys a MAC must say so, first behind what looks
 * likely; without them, the record must end with the segment, or, as those of a handshake, begin with
 * it.
 */
#ifndef LEGACYSSL_SSL2_RECORD_SEARCH_H
#define LEGACYSSL_SSL2_RECORD_SEARCH_H

#include "record/record_layer.h"

/* For record_layer.h. */
gint ssl2_record_find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                      struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint32 seq);

#endif
