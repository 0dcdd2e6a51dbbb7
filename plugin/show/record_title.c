/* record_title.c - what a collapsed record says
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/record_title.h"

#include "show/fields.h"

proto_tree *record_title_draw(proto_tree *tree, tvbuff_t *tvb, const char *name)
{
    proto_item *item =
        proto_tree_add_none_format(tree, hf_record, tvb, 0, -1, "%s Record Layer", name);

    return proto_item_add_subtree(item, ett_record);
}

void record_title_add(proto_tree *record, const char *what)
{
    proto_item_append_text(proto_tree_get_parent(record), ": %s", what);
}

void record_title_go_on(proto_tree *record, const char *protocol)
{
    if (protocol != NULL)
        proto_item_append_text(proto_tree_get_parent(record), " Protocol: %s", protocol);
}

void record_title_add_encrypted(proto_tree *record, const char *kind)
{
    proto_item_append_text(proto_tree_get_parent(record), ": Encrypted %s", kind);
}

void record_title_add_protocol(proto_tree *record, const char *protocol, const char *what)
{
    proto_item_append_text(proto_tree_get_parent(record), ": %s Protocol: %s", protocol, what);
}
