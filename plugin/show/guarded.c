/* guarded.c - other dissectors, whose failures are shown
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/guarded.h"

#include <epan/exceptions.h>
#include <epan/show_exception.h>

void guarded_call(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const char *saved_proto = pinfo->current_proto; /* whose Wireshark takes the items to be */

    TRY
    {
        call_dissector_only(handle, tvb, pinfo, tree, NULL);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
        pinfo->current_proto = saved_proto;
    }
    ENDTRY;
}
