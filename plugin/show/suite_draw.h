/* suite_draw.h - a cipher suite in the tree: its name, and beside it its number
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SUITE_DRAW_H
#define LEGACYSSL_SUITE_DRAW_H

#include "wireshark/compat.h"

/* The suite that is called `name` (NULL: it has none) and stands at [offset, offset + len) of tvb; where
 * len is 0 it stands nowhere. Returns the item with the name. */
proto_item *suite_draw(proto_tree *tree, tvbuff_t *tvb, int offset, int len, const char *name,
                       guint32 code);

#endif
