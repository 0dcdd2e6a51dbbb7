/* export_pdu.c - File > Export PDUs to File, tshark's -U: decrypted messages as packets of their
 * own SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/export_pdu.h"

#include <epan/exported_pdu.h>
#include <epan/tap.h>

static int layer_7;

void export_pdu(tvbuff_t *tvb, packet_info *pinfo, guint16 tag, const char *name)
{
    guint len = tvb_captured_length(tvb);

    if (pinfo->desegment_len != 0)
        len = MIN(len, (guint)MAX(pinfo->desegment_offset, 0));
    if (!have_tap_listener(layer_7) || len == 0)
        return;
    exp_pdu_data_t *pdu = export_pdu_create_common_tags(pinfo, name, tag);
    pdu->pdu_tvb = tvb_new_subset_length(tvb, 0, (gint)len);
    pdu->tvb_captured_length = len;
    pdu->tvb_reported_length = len;
    tap_queue_packet(layer_7, pinfo, pdu);
}

void export_pdu_handoff(void)
{
    layer_7 = find_tap_id(EXPORT_PDU_TAP_NAME_LAYER_7);
}
