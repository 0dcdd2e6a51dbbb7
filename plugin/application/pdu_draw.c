/* pdu_draw.c - which frames a message of the application is put together from
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/pdu_draw.h"

#include "show/field_rows.h"
#include "wireshark/proto.h"

static int hf_segments = FIELD_INIT;
static int hf_segment = FIELD_INIT;
static int hf_segment_count = FIELD_INIT;
static int hf_reassembled_in = FIELD_INIT;
static int hf_reassembled_length = FIELD_INIT;

static int ett_segments = FIELD_INIT;

static void draw_part(const struct pdu_part *part, tvbuff_t *tvb, proto_tree *tree)
{
    proto_item_set_generated(proto_tree_add_uint_format(tree, hf_segment, tvb, 0, 0, part->frame,
                                                        "Frame: %u (%u bytes)", part->frame,
                                                        part->len));
}

void pdu_draw_parts(const struct pdu *pdu, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const struct pdu_part *parts = (const struct pdu_part *)(const void *)pdu->parts->data;
    const guint count = pdu->parts->len;

    if (count == 0 || (count == 1 && parts[0].frame == pinfo->num))
        return;
    proto_item *item = proto_tree_add_none_format(
        tree, hf_segments, tvb, 0, 0, "%u reassembled segments (%u bytes)", count, (guint)pdu->len);
    proto_tree *subtree = proto_item_add_subtree(item, ett_segments);
    proto_item_set_generated(item);
    for (guint i = 0; i < count; i++)
        draw_part(&parts[i], tvb, subtree);
    proto_item_set_generated(
        proto_tree_add_uint(subtree, hf_segment_count, tvb, 0, 0, count));
    proto_item_set_generated(
        proto_tree_add_uint(subtree, hf_reassembled_length, tvb, 0, 0, (guint32)pdu->len));
}

void pdu_draw_reassembled_in(const struct pdu *pdu, tvbuff_t *tvb, packet_info *pinfo,
                             proto_tree *tree)
{
    if (pdu->complete_in != 0 && pdu->complete_in != pinfo->num)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_reassembled_in, tvb, 0, 0, pdu->complete_in));
}

void pdu_draw_register(void)
{
    static hf_register_info fields[] = {
        FIELD(hf_segments, "segments", "Reassembled segments", FT_NONE, BASE_NONE, NULL,
              "The frames that a message of the application is put together from"),
        FIELD(hf_segment, "segment", "Segment", FT_FRAMENUM, BASE_NONE, NULL,
              "A frame with a part of the message"),
        FIELD(hf_segment_count, "segment.count", "Segment count", FT_UINT32, BASE_DEC, NULL,
              "In how many frames the message lies"),
        FIELD(hf_reassembled_in, "reassembled_in", "Reassembled PDU in frame", FT_FRAMENUM,
              BASE_NONE, NULL, "The frame in which this message of the application ends"),
        FIELD(hf_reassembled_length, "reassembled.length", "Reassembled length", FT_UINT32,
              BASE_DEC, NULL, "How long the message is"),
    };
    static int *subtrees[] = {&ett_segments};

    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
}
