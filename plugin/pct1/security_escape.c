/* security_escape.c - escape records and the out-of-band data that follow them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/security_escape.h"

#include "show/field_rows.h"
#include "show/fields.h"
#include "show/record_title.h"
#include "wireshark/proto.h"

#include <epan/expert.h>

#define ESCAPE_SIZE 1

static int hf_escape_type = FIELD_INIT;
static int hf_out_of_band = FIELD_INIT;

static expert_field ei_unknown_escape = EI_INIT;

/* draft-benaloh-pct-00 5.5.4 */
static const value_string escape_types[] = {
    {PCT_ET_OOB_DATA, "PCT_ET_OOB_DATA"},
    {PCT_ET_REDO_CONN, "PCT_ET_REDO_CONN"},
    {0, NULL},
};

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
    record_title_add(tree, "Security Escape");
    record_title_add(tree, name != NULL ? name : "Unknown");
}

void out_of_band_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item_set_generated(proto_tree_add_boolean(tree, hf_out_of_band, tvb, 0, 0, TRUE));
    proto_tree_add_item(tree, hf_app_data, tvb, 0, -1, ENC_NA);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Out-of-Band Data");
    record_title_add(tree, "Out-of-Band Data");
}

void security_escape_register(void)
{
    static hf_register_info fields[] = {
        FIELD(hf_escape_type, "record.escape_type", "ESCAPE_TYPE_CODE", FT_UINT8, BASE_HEX,
              VALS(escape_types), "What the security escape is for"),
        FIELD(hf_out_of_band, "out_of_band", "Out-of-band data", FT_BOOLEAN, BASE_NONE, NULL,
              "Application data that do not belong into the sender's stream"),
    };
    static ei_register_info items[] = {
        EXPERT(ei_unknown_escape, "record.unknown_escape", PI_PROTOCOL, PI_WARN,
               "No security escape has this type"),
    };

    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
    expert_register_field_array(expert_register_protocol(proto_legacyssl), items,
                                array_length(items));
}
