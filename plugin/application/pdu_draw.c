/* pdu_draw.c - which frames a message of the application is put together from
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/pdu_draw.h"

#include "show/field_rows.h"
#include "wireshark/proto.h"
#include "show/builtin_fields.h"

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

static void draw_parts(const struct pdu *pdu, tvbuff_t *tvb, proto_tree *tree)
{
    const guint count = pdu->parts->len;
    proto_item *item = proto_tree_add_none_format(
        tree, hf_segments, tvb, 0, 0, "%u reassembled segments (%u bytes)", count, (guint)pdu->len);
    proto_tree *subtree = proto_item_add_subtree(item, ett_segments);

    proto_item_set_generated(item);
    for (guint i = 0; i < count; i++)
        draw_part(&g_array_index(pdu->parts, struct pdu_part, i), tvb, subtree);
    proto_item_set_generated(proto_tree_add_uint(subtree, hf_segment_count, tvb, 0, 0, count));
    proto_item_set_generated(
        proto_tree_add_uint(subtree, hf_reassembled_length, tvb, 0, 0, (guint32)pdu->len));
}

/* The built-in counts records, of one packet as well. */
static void draw_builtin_parts(const struct pdu *pdu, tvbuff_t *tvb, proto_tree *tree)
{
    builtin_field_part(tree, tvb);
    if (pdu->records < 2)
        return;
    builtin_twin_item(tree, hf_segments, tvb, 0, 0, ENC_NA);
    for (guint i = 0; i < pdu->parts->len; i++)
        builtin_twin_uint(tree, hf_segment, tvb,
                          g_array_index(pdu->parts, struct pdu_part, i).frame);
    builtin_twin_uint(tree, hf_segment_count, tvb, pdu->records);
    builtin_twin_uint(tree, hf_reassembled_length, tvb, (guint32)pdu->len);
    builtin_field_reassembled(
        tree, tvb_new_child_real_data(tvb, pdu->data, (guint)pdu->len, (gint)pdu->len));
}

void pdu_draw_parts(const struct pdu *pdu, tvbuff_t *tvb, proto_tree *tree)
{
    if (pdu->parts->len > 1)
        draw_parts(pdu, tvb, tree);
    draw_builtin_parts(pdu, tvb, tree);
}

void pdu_draw_reassembled_in(const struct pdu *pdu, tvbuff_t *tvb, packet_info *pinfo,
                             proto_tree *tree)
{
    builtin_field_part(tree, tvb);
    if (pdu->complete_in == 0 || pdu->complete_in == pinfo->num)
        return;
    builtin_twin_uint(tree, hf_reassembled_in, tvb, pdu->complete_in);
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
    static const struct builtin_twin twins[] = {
        {&hf_segments, "tls.segments"},
        {&hf_segment, "tls.segment"},
        {&hf_segment_count, "tls.segment.count"},
        {&hf_reassembled_in, "tls.reassembled_in"},
        {&hf_reassembled_length, "tls.reassembled.length"},
    };

    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    builtin_twins_register(twins, G_N_ELEMENTS(twins));
}
