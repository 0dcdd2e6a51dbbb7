/* record_header.c - the two- and three-byte record header of SSL 2.0 and PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/record_header.h"

#include "show/fields.h"

#define TWO_BYTE_HEADER 0x80
#define SECURITY_ESCAPE 0x40

struct record_header record_header_parse(tvbuff_t *tvb, int offset)
{
    const guint8 first = tvb_get_uint8(tvb, offset);
    const guint8 second = tvb_get_uint8(tvb, offset + 1);

    if (first & TWO_BYTE_HEADER)
        return (struct record_header){.size = 2, .length = (guint16)((first & 0x7f) << 8 | second)};
    return (struct record_header){
        .size = 3,
        .padding =
            tvb_captured_length_remaining(tvb, offset) > 2 ? tvb_get_uint8(tvb, offset + 2) : 0,
        .is_escape = (first & SECURITY_ESCAPE) != 0,
        .length = (guint16)((first & 0x3f) << 8 | second),
    };
}

guint record_header_size(packet_info *pinfo _U_, tvbuff_t *tvb, int offset, void *data _U_)
{
    const struct record_header header = record_header_parse(tvb, offset);

    return (guint)header.size + header.length;
}

guint record_header_own_size(tvbuff_t *tvb, gint offset)
{
    return record_header_parse(tvb, offset).size;
}

void record_header_draw(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree_add_uint(tree, hf_record_length, tvb, 0, 2, header->length);
    if (header->size == 2)
        return;
    proto_tree_add_boolean(tree, hf_is_escape, tvb, 0, 1, header->is_escape);
    proto_tree_add_uint(tree, hf_padding_length, tvb, 2, 1, header->padding);
}
