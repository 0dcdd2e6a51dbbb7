/* app_dissector.c - which dissector application data belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "app_dissector.h"

#include "conversation.h"

static dissector_table_t port_table;
static heur_dissector_list_t heuristics;

void app_dissector_handoff(void)
{
    port_table = find_dissector_table("tls.port");
    heuristics = find_heur_dissector_list("tls");
}

static dissector_handle_t dissector_by_port(const struct legacyssl_conversation *conversation)
{
    dissector_handle_t handle = dissector_get_uint_handle(port_table, conversation->server_port);

    return handle != NULL ? handle
                          : dissector_get_uint_handle(port_table, conversation->client_port);
}

static void call(const struct legacyssl_conversation *conversation, dissector_handle_t *dissector,
                 tvbuff_t *tvb, packet_info *pinfo, proto_tree *root, gboolean is_end)
{
    APP_DATA_ARGUMENT(argument, dissector, is_end);
    heur_dtbl_entry_t *entry;

    if (*dissector == NULL) {
        if (dissector_try_heuristic(heuristics, tvb, pinfo, root, &entry, argument))
            return;
        *dissector = dissector_by_port(conversation);
    }
    if (*dissector == NULL)
        call_data_dissector(tvb, pinfo, root);
    else
        call_dissector_with_data(*dissector, tvb, pinfo, root, APP_CALL_ARGUMENT(argument));
}

void app_dissector_call(const struct legacyssl_conversation *conversation,
                        enum legacyssl_side side, dissector_handle_t *dissector, tvbuff_t *tvb,
                        packet_info *pinfo, proto_tree *tree, gboolean is_end)
{
    const guint32 saved_match_uint = pinfo->match_uint;

    pinfo->match_uint = side == LEGACYSSL_SERVER ? pinfo->srcport : pinfo->destport;
    call(conversation, dissector, tvb, pinfo, proto_tree_get_root(tree), is_end);
    pinfo->match_uint = saved_match_uint;
}
