/* app_dissector.c - which dissector application data belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/app_dissector.h"

#include "show/builtin_session.h"
#include "state/conversation.h"
#include "application/export_pdu.h"
#include "application/proxy_tunnel.h"
#include "wireshark/tls_layer.h"

#include <epan/exceptions.h>
#include <wsutil/exported_pdu_tlvs.h>

#define MAX_KEPT_LAYERS 100

static dissector_table_t port_table;
static heur_dissector_list_t heuristics;
static dissector_handle_t tls_layer;

static dissector_handle_t dissector_by_port(const struct legacyssl_conversation *conversation)
{
    const guint32 port =
        conversation->app_port != 0 ? conversation->app_port : conversation->server_port;
    dissector_handle_t handle = dissector_get_uint_handle(port_table, port);

    return handle != NULL ? handle
                          : dissector_get_uint_handle(port_table, conversation->client_port);
}

static const char *app_name(dissector_handle_t dissector)
{
    return dissector != NULL ? dissector_handle_get_dissector_name(dissector) : "data";
}

static const char *long_name(dissector_handle_t handle)
{
    protocol_t *protocol = find_protocol_by_id(dissector_handle_get_protocol_index(handle));

    return protocol != NULL ? proto_get_protocol_long_name(protocol) : NULL;
}

const char *app_dissector_name(const struct legacyssl_conversation *conversation)
{
    dissector_handle_t handle = conversation->app_dissector != NULL
                                    ? conversation->app_dissector
                                    : dissector_by_port(conversation);

    return handle != NULL ? long_name(handle) : NULL;
}

/* What is handed through Wireshark to the layer below. */
struct call {
    const struct legacyssl_conversation *conversation;
    dissector_handle_t *dissector;
    gboolean is_end;
    const char *protocol;     /* what the data turned out to be, in full; NULL: not known */
    const struct call *outer; /* in whose application data this one is; NULL: none */
};

static const struct call *innermost;

static int call_app(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct call *call = data;
    APP_DATA_ARGUMENT(argument, call->dissector, call->is_end);
    heur_dtbl_entry_t *entry;

    if (*call->dissector == NULL) {
        if (dissector_try_heuristic(heuristics, tvb, pinfo, tree, &entry, argument)) {
            export_pdu(tvb, pinfo, EXP_PDU_TAG_HEUR_DISSECTOR_NAME, entry->short_name);
            call->protocol = proto_get_protocol_long_name(entry->protocol);
            return (int)tvb_captured_length(tvb);
        }
        *call->dissector = dissector_by_port(call->conversation);
    }
    if (*call->dissector != NULL)
        call->protocol = long_name(*call->dissector);
    if (*call->dissector == NULL)
        call_data_dissector(tvb, pinfo, tree);
    else
        call_dissector_with_data(*call->dissector, tvb, pinfo, tree, APP_CALL_ARGUMENT(argument));
    export_pdu(tvb, pinfo, EXP_PDU_TAG_DISSECTOR_NAME, app_name(*call->dissector));
    return (int)tvb_captured_length(tvb);
}

void app_dissector_prepare(struct legacyssl_conversation *conversation, packet_info *pinfo)
{
    if (conversation->app_dissector == NULL)
        conversation->app_dissector = builtin_session_app_dissector(pinfo);
    if (conversation->app_port != 0)
        return;
    conversation->app_port = proxy_tunnel_port(pinfo);
    if (conversation->app_port == 0)
        conversation->app_port = conversation->server_port;
}

/* Many dissectors ask whether they stand above "tls", HTTP for its "https://". So the call goes
 * through a layer of that name; but not for SSL 2.0 and PCT when the user has TLS switched off. */
static void call_through_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, struct call *call)
{
    tls_layer_remove(pinfo);
    if (tls_layer_is_enabled())
        call_dissector_only(tls_layer, tvb, pinfo, tree, call);
    else
        call_app(tvb, pinfo, tree, call);
}

/* Wireshark allows 500 layers in a packet, and a segment has room for thousands of records. What the
 * first ones were stays; of those that follow, nothing new is to be learnt. */
static void drop_layers(packet_info *pinfo, guint before)
{
    if (before <= MAX_KEPT_LAYERS)
        return;
    while (wmem_list_count(pinfo->layers) > before)
        wmem_list_remove_frame(pinfo->layers, wmem_list_tail(pinfo->layers));
}

const char *app_dissector_call(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        dissector_handle_t *dissector, tvbuff_t *tvb, packet_info *pinfo,
                        proto_tree *tree, gboolean is_end)
{
    const guint32 saved_match_uint = pinfo->match_uint;
    const guint32 saved_source = pinfo->srcport, saved_destination = pinfo->destport;
    const struct call *const outer = innermost;
    const guint layers = wmem_list_count(pinfo->layers);
    struct call call = {conversation, dissector, is_end, NULL, outer};

    pinfo->match_uint = conversation->app_port;
    if (side == LEGACYSSL_SERVER)
        pinfo->srcport = conversation->app_port;
    else
        pinfo->destport = conversation->app_port;
    innermost = &call;
    TRY
    {
        call_through_tls(tvb, pinfo, proto_tree_get_root(tree), &call);
    }
    FINALLY
    {
        innermost = outer;
        drop_layers(pinfo, layers);
        if (wmem_list_count(pinfo->layers) < layers) /* it asked for more: no layer is left */
            tls_layer_add(tvb, pinfo);
        pinfo->match_uint = saved_match_uint;
        pinfo->srcport = saved_source;
        pinfo->destport = saved_destination;
    }
    ENDTRY;
    return call.protocol;
}

gboolean app_dissector_is_calling(const struct legacyssl_conversation *conversation)
{
    for (const struct call *call = innermost; call != NULL; call = call->outer)
        if (call->conversation == conversation)
            return TRUE;
    return FALSE;
}

void app_dissector_expect_tds(struct legacyssl_conversation *conversation)
{
    if (dissector_by_port(conversation) == NULL)
        conversation->app_dissector = find_dissector("tds");
}

/* What SQL Server encrypts is TDS, but Wireshark's tds can't be named for it: with this, Decode As can. */
static void offer_tds(void)
{
    dissector_handle_t tds = find_dissector("tds");

    if (tds != NULL && g_slist_find(dissector_table_get_dissector_handles(port_table), tds) == NULL)
        dissector_add_for_decode_as("tls.port", tds);
}

void app_dissector_handoff(void)
{
    port_table = find_dissector_table("tls.port");
    heuristics = find_heur_dissector_list("tls");
    tls_layer = create_dissector_handle(call_app, proto_get_id_by_filter_name("tls"));
    offer_tds();
}
