/* ssl2_record.h - the record layer of SSL 2.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_RECORD_H
#define LEGACYSSL_SSL2_RECORD_H

#include "compat.h"

struct legacyssl_conversation;

/* Dissect one record; `tvb` holds it and nothing else. `position` is the TCP
 * sequence number of its first byte. */
void ssl2_record_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         struct legacyssl_conversation *conversation, guint32 position);

#endif
