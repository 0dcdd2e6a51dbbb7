/* record.h - the way of one record, the same for all protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On its first visit a record changes the conversation's state and leaves a note; on any visit it is
 * drawn from its note. What the protocols have of their own is in a struct record_layer.
 */
#ifndef LEGACYSSL_RECORD_H
#define LEGACYSSL_RECORD_H

#include "record/record_layer.h"

/* Dissect one record of `side`; `tvb` holds it and nothing else. `seq` is the TCP sequence number
 * of its first byte. */
void record_dissect(const struct record_layer *layer, tvbuff_t *tvb, packet_info *pinfo,
                    proto_tree *tree, struct legacyssl_conversation *conversation,
                    enum legacyssl_side side, guint32 seq);

#endif
