/* app_dissector.c - which dissector application data belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/app_dissector.h"

#include "application/builtin_session.h"
#include "state/conversation.h"
#include "application/export_pdu.h"
#include "application/proxy_tunnel.h"

#include <epan/exceptions.h>
#include <wsutil/exported_pdu_tlvs.h>

static dissector_table_t port_table;
static heur_dissector_list_t heuristics;
static dissector_handle_t tls_layer;

static dissector_handle_t dissector_by_port(const struct legacyssl_conversation *conversation)
{
    dissector_handle_t handle = dissector_get_uint_handle(port_table, conversation->app_port);

    return handle != NULL ? handle
                          : dissector_get_uint_handle(port_table, conversation->client_port);
}

static const char *app_name(dissector_handle_t dissector)
{
    return dissector != NULL ? dissector_handle_get_dissector_name(dissector) : "data";
}

/* What is handed through Wireshark to the layer below. */
struct call {
    const struct legacyssl_conversation *conversation;
    dissector_handle_t *dissector;
    gboolean is_end;
    const struct call *outer; /* in whose application data this one is; NULL: none */
};

static const struct call *innermost;

static int call_app(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct call *call = data;
    APP_DATA_ARGUMENT(argument, call->dissector, call->is_end);
    heur_dtbl_entry_t *entry;

    if (*call->dissector == NULL)
        *call->dissector = builtin_session_app_dissector(pinfo);
    if (*call->dissector == NULL) {
        if (dissector_try_heuristic(heuristics, tvb, pinfo, tree, &entry, argument)) {
            export_pdu(tvb, pinfo, EXP_PDU_TAG_HEUR_DISSECTOR_NAME, entry->short_name);
            return (int)tvb_captured_length(tvb);
        }
        *call->dissector = dissector_by_port(call->conversation);
    }
    if (*call->dissector == NULL)
        call_data_dissector(tvb, pinfo, tree);
    else
        call_dissector_with_data(*call->dissector, tvb, pinfo, tree, APP_CALL_ARGUMENT(argument));
    export_pdu(tvb, pinfo, EXP_PDU_TAG_DISSECTOR_NAME, app_name(*call->dissector));
    return (int)tvb_captured_length(tvb);
}

void app_dissector_find_port(struct legacyssl_conversation *conversation, packet_info *pinfo)
{
    if (conversation->app_port != 0)
        return;
    conversation->app_port = proxy_tunnel_port(pinfo);
    if (conversation->app_port == 0)
        conversation->app_port = conversation->server_port;
}

void app_dissector_call(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        dissector_handle_t *dissector, tvbuff_t *tvb, packet_info *pinfo,
                        proto_tree *tree, gboolean is_end)
{
    const guint32 saved_match_uint = pinfo->match_uint;
    const guint32 saved_source = pinfo->srcport, saved_destination = pinfo->destport;
    const struct call *const outer = innermost;
    struct call call = {conversation, dissector, is_end, outer};

    pinfo->match_uint = conversation->app_port;
    if (side == LEGACYSSL_SERVER)
        pinfo->srcport = conversation->app_port;
    else
        pinfo->destport = conversation->app_port;
    innermost = &call;
    TRY
    {
        call_dissector_only(tls_layer, tvb, pinfo, proto_tree_get_root(tree), &call);
    }
    FINALLY
    {
        innermost = outer;
        pinfo->match_uint = saved_match_uint;
        pinfo->srcport = saved_source;
        pinfo->destport = saved_destination;
    }
    ENDTRY;
}

gboolean app_dissector_is_calling(const struct legacyssl_conversation *conversation)
{
    for (const struct call *call = innermost; call != NULL; call = call->outer)
        if (call->conversation == conversation)
            return TRUE;
    return FALSE;
}

/* Many dissectors ask whether they stand above "tls", HTTP for its "https://". So the call goes
 * through a layer of that name. */
void app_dissector_handoff(void)
{
    port_table = find_dissector_table("tls.port");
    heuristics = find_heur_dissector_list("tls");
    tls_layer = create_dissector_handle(call_app, proto_get_id_by_filter_name("tls"));
}
