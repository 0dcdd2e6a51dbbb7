/* handshake_draw.c - a message of the handshake in the tree and in the Info column
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/handshake_draw.h"

#include "show/fields.h"
#include "show/record_title.h"
#include "state/record_note.h"

#include <epan/expert.h>

static void draw_unknown(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, hf_handshake_type, tvb, 0,
                                           MIN(1, (int)tvb_captured_length(tvb)), ENC_BIG_ENDIAN);

    expert_add_info(pinfo, item, &ei_unknown_message);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Unknown Message");
    record_title_add(tree, "Unknown Message");
}

static void draw_verify_status(proto_tree *tree, tvbuff_t *tvb, packet_info *pinfo,
                               const struct record_note *note)
{
    proto_item *item = proto_tree_add_uint(tree, hf_verify_status, tvb, 0, 0, note->verify_status);

    proto_item_set_generated(item);
    if (note->verify_status == LEGACYSSL_BAD)
        expert_add_info(pinfo, item, &ei_verify_bad);
}

proto_tree *handshake_draw_message(proto_tree *tree, tvbuff_t *tvb, const char *name)
{
    proto_item *item =
        proto_tree_add_none_format(tree, hf_handshake, tvb, 0, -1, "Handshake Message: %s", name);

    return proto_item_add_subtree(item, ett_handshake);
}

void handshake_draw(const struct message_layout *layouts, tvbuff_t *tvb, packet_info *pinfo,
                    proto_tree *tree, const struct record_note *note)
{
    const struct legacyssl_bytes bytes = {tvb_get_ptr(tvb, 0, -1), tvb_captured_length(tvb)};
    struct parsed_message message;

    if (!message_parse(layouts, bytes, &message)) {
        draw_unknown(tvb, pinfo, tree);
        return;
    }
    proto_tree *message_tree = handshake_draw_message(tree, tvb, message.layout->name);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", message.layout->info);
    record_title_add(tree, message.layout->info);
    message_draw(&message, hf_handshake_type, tvb, pinfo, message_tree);
    if (note->verify_status != LEGACYSSL_NOT_PRESENT)
        draw_verify_status(message_tree, tvb, pinfo, note);
}
