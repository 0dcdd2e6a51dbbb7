/* suite_draw.c - a cipher suite in the tree: its name, and beside it its number
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A suite of PCT is put together and has a name of its own, so the names are no table that Wireshark
 * could look a number up in: they are the field, and the number is another one.
 */
#include "show/suite_draw.h"

#include "show/fields.h"

proto_item *suite_draw(proto_tree *tree, tvbuff_t *tvb, int offset, int len, const char *name,
                       guint32 code)
{
    const char *text = name != NULL ? name : "unknown";
    proto_item *item = proto_tree_add_string_format_value(tree, hf_cipher_suite, tvb, offset, len, text,
                                                          "%s (0x%0*x)", text,
                                                          code > G_MAXUINT16 ? 6 : 4, code);
    proto_item *number = proto_tree_add_uint(tree, hf_cipher_suite_number, tvb, offset, len, code);

    if (len == 0) {
        proto_item_set_generated(item);
        proto_item_set_generated(number);
    }
    return item;
}
