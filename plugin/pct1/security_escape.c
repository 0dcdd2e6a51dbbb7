/* security_escape.c - escape records and the out-of-band data that follow them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/security_escape.h"

#include "show/fields.h"

#include <epan/expert.h>

#define ESCAPE_SIZE 1

static const char *escape_name(guint8 type)
{
    switch (type) {
    case PCT_ET_OOB_DATA:
        return "Out-of-Band Data Follow";
    case PCT_ET_REDO_CONN:
        return "Redo Handshake";
    default:
        return NULL;
    }
}

void security_escape_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const guint len = tvb_captured_length(tvb);
    const char *name = len == ESCAPE_SIZE ? escape_name(tvb_get_uint8(tvb, 0)) : NULL;
    proto_item *item =
        proto_tree_add_item(tree, hf_escape_type, tvb, 0, MIN(ESCAPE_SIZE, (int)len), ENC_NA);

    if (name == NULL)
        expert_add_info(pinfo, item, &ei_unknown_escape);
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, ", ", "Security Escape: %s",
                        name != NULL ? name : "Unknown");
}

void out_of_band_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item_set_generated(proto_tree_add_boolean(tree, hf_out_of_band, tvb, 0, 0, TRUE));
    proto_tree_add_item(tree, hf_app_data, tvb, 0, -1, ENC_NA);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Out-of-Band Data");
}
