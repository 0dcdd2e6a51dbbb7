/* protected_record_draw.h - an encrypted record in the tree
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PROTECTED_RECORD_DRAW_H
#define LEGACYSSL_PROTECTED_RECORD_DRAW_H

#include "record/protected_record.h"

/* Draw what waited for records that are missing before it, keys, encrypted bytes, MAC and padding
 * with their verdicts, into the record's tree; returns the tvb of the decrypted data, or NULL if
 * there are none to go on with. On later visits the plaintext is made again, from the note's
 * checkpoint; the verdict is the note's. */
tvbuff_t *protected_record_draw(struct protected_record *p,
                                const struct legacyssl_conversation *conversation,
                                packet_info *pinfo, proto_tree *tree);

#endif
