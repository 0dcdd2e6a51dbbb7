/* lost_draw.c - what is told of records and bytes that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/lost_draw.h"

#include "show/fields.h"

#include <epan/expert.h>

void lost_note_draw(const struct lost_note *note, tvbuff_t *tvb, packet_info *pinfo,
                    proto_tree *tree)
{
    static const char *const texts[] = {
        [LOST_FOUND] = "This one verifies: the number of missing records was found",
        [LOST_IV] = "The IV of this one was in them: it can't be verified, the next one can",
        [LOST_NOT_FOUND] =
            "This one verifies behind no number of missing records: it can't be told "
            "whether it is right",
        [LOST_TOO_MANY] = "Too much is missing to try how many records that was: this one can't be "
                          "verified",
        [LOST_UNREAD] = "Handshake messages that the keys depend on may be among them",
    };

    if (note == NULL)
        return;
    if (note->bytes != 0)
        proto_item_set_generated(proto_tree_add_uint(tree, hf_lost_bytes, tvb, 0, 0, note->bytes));
    if (note->outcome == LOST_FOUND)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_lost_records, tvb, 0, 0, note->records));
    proto_tree_add_expert_format(
        tree, pinfo, &ei_lost_segments, tvb, 0, 0,
        "Records of this sender before this one are missing or can't be read. %s.%s",
        texts[note->outcome],
        note->bytes != 0 ? " If TCP's segments are only out of order, its preference \"Reassemble "
                           "out-of-order segments\" mends that"
                         : "");
}

void lost_continuation_draw(tvbuff_t *tvb, guint len, packet_info *pinfo, proto_tree *tree)
{
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Continuation Data");
    proto_tree_add_expert_format(tree, pinfo, &ei_lost_segments, tvb, 0, (gint)len,
                                 "These bytes belong to a record whose beginning is missing, cut, "
                                 "or was read before");
}
