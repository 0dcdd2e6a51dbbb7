/* hand_on.c - what is not ours of a conversation that TCP gives us, for whoever would have got it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/hand_on.h"

#include "state/conversation.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/show_exception.h>

static gboolean is_handing_on;

/* Who would be asked if we were not there: NULL stands for ports and heuristics. */
static dissector_handle_t without_us(const struct given *given)
{
    const struct tls_takeover *takeover = given->state->takeover;

    if (takeover->armed_over != NULL)
        return takeover->armed_over;
    return conversation_get_dissector(given->conversation, takeover->armed_in - 1);
}

/* Returning 0 lets TCP go on as if this conversation had no dissector. */
int hand_on_all(const struct given *given, tvbuff_t *tvb)
{
    dissector_handle_t handle = without_us(given);

    if (handle == NULL)
        return 0;
    given->pinfo->can_desegment = given->pinfo->saved_can_desegment;
    return call_dissector_only(handle, tvb, given->pinfo, given->tree, (void *)given->tcpinfo);
}

static void call(const struct given *given, tvbuff_t *tvb, struct tcpinfo *tcpinfo)
{
    dissector_handle_t handle = without_us(given);
    packet_info *pinfo = given->pinfo;
    struct tcp_analysis *tcpd =
        conversation_get_proto_data(given->conversation, proto_get_id_by_filter_name("tcp"));

    if (handle != NULL && call_dissector_only(handle, tvb, pinfo, given->tree, tcpinfo) != 0)
        return;
    is_handing_on = TRUE;
    TRY
    {
        decode_tcp_ports(tvb, 0, pinfo, given->tree, pinfo->srcport, pinfo->destport, tcpd,
                         tcpinfo);
    }
    FINALLY
    {
        is_handing_on = FALSE;
    }
    ENDTRY;
}

void hand_on_part(const struct given *given, tvbuff_t *tvb, gint offset, gboolean is_last)
{
    packet_info *pinfo = given->pinfo;
    struct tcpinfo tcpinfo = *given->tcpinfo;

    tcpinfo.seq += (guint32)offset;
    pinfo->can_desegment = is_last ? pinfo->saved_can_desegment : 0;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = 0;
    TRY
    {
        call(given, tvb, &tcpinfo);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, given->tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
    if (is_last && pinfo->desegment_len != 0) {
        pinfo->desegment_offset += offset;
        return;
    }
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = 0;
}

gboolean hand_on_is_calling(void)
{
    return is_handing_on;
}
