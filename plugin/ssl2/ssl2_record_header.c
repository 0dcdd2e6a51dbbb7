/* ssl2_record_header.c - the two- and three-byte record header of SSL 2.0, which PCT has, too
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_record_header.h"

#include "show/fields.h"
#include "ssl2/ssl2_fields.h"
#include "show/builtin_fields.h"

#define TWO_BYTE_HEADER 0x80
#define SECURITY_ESCAPE 0x40
#define MAX_PADDING 8

gboolean ssl2_parse_header(tvbuff_t *tvb, gint offset, struct record_header *header)
{
    const guint8 first = tvb_get_uint8(tvb, offset);
    const guint8 second = tvb_get_uint8(tvb, offset + 1);

    if (first & TWO_BYTE_HEADER)
        *header = (struct record_header){
            .size = 2,
            .length = (guint16)((first & 0x7f) << 8 | second),
        };
    else
        *header = (struct record_header){
            .size = 3,
            .padding =
                tvb_captured_length_remaining(tvb, offset) > 2 ? tvb_get_uint8(tvb, offset + 2) : 0,
            .is_escape = (first & SECURITY_ESCAPE) != 0,
            .length = (guint16)((first & 0x3f) << 8 | second),
        };
    return TRUE;
}

/* The header says what is padding. */
gboolean ssl2_other_header(struct legacyssl_record *record, guint number)
{
    record->padding = (guint8)number;
    return number < MAX_PADDING;
}

void ssl2_header_draw(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree_add_uint(tree, hf_record_length, tvb, 0, 2, header->length);
    builtin_twin_uint(tree, hf_record_length, tvb, header->length);
    if (header->size == 2)
        return;
    proto_tree_add_boolean(tree, hf_is_escape, tvb, 0, 1, header->is_escape);
    builtin_twin_item(tree, hf_is_escape, tvb, 0, 1, ENC_BIG_ENDIAN);
    proto_tree_add_uint(tree, hf_padding_length, tvb, 2, 1, header->padding);
    builtin_twin_uint(tree, hf_padding_length, tvb, header->padding);
}
