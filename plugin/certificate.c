/* certificate.c - certificates, by Wireshark's own dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate.h"

#include "fields.h"

#include <epan/exceptions.h>
#include <epan/show_exception.h>

static dissector_handle_t certificate_dissector(void)
{
    dissector_table_t table = find_dissector_table("ber.syntax");

    return table != NULL ? dissector_get_string_handle(table, "Certificate") : NULL;
}

void certificate_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int len)
{
    proto_item *item = proto_tree_add_item(tree, hf_certificate, tvb, offset, len, ENC_NA);
    proto_tree *subtree = proto_item_add_subtree(item, ett_certificate);
    tvbuff_t *certificate = tvb_new_subset_length(tvb, offset, len);
    dissector_handle_t handle = certificate_dissector();
    const char *saved_proto = pinfo->current_proto;

    if (handle == NULL)
        return;
    TRY
    {
        call_dissector_only(handle, certificate, pinfo, subtree, NULL);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(certificate, pinfo, subtree, EXCEPT_CODE, GET_MESSAGE);
        pinfo->current_proto = saved_proto;
    }
    ENDTRY;
}
