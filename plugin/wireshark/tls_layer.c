/* tls_layer.c - "tls" among a packet's layers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/tls_layer.h"

static int proto_tls;
static dissector_handle_t layer; /* does nothing, in the name of "tls" */

static int do_nothing(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree _U_, void *data _U_)
{
    return (int)tvb_captured_length(tvb);
}

void tls_layer_handoff(void)
{
    proto_tls = proto_get_id_by_filter_name("tls");
    layer = create_dissector_handle(do_nothing, proto_tls);
}

gboolean tls_layer_is_enabled(void)
{
    return proto_is_protocol_enabled(find_protocol_by_id(proto_tls));
}

static gboolean is_last(const packet_info *pinfo)
{
    const wmem_list_frame_t *last = wmem_list_tail(pinfo->layers);

    return last != NULL && GPOINTER_TO_INT(wmem_list_frame_data(last)) == proto_tls;
}

void tls_layer_add(tvbuff_t *tvb, packet_info *pinfo)
{
    if (!is_last(pinfo))
        call_dissector_only(layer, tvb, pinfo, NULL, NULL);
}

void tls_layer_remove(packet_info *pinfo)
{
    if (is_last(pinfo))
        wmem_list_remove_frame(pinfo->layers, wmem_list_tail(pinfo->layers));
}
