/* decode_as.c - Decode As LegacySSL, for a TCP port
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Conversations whose hello is there are recognised on any port. What is left for Decode As are
 * those that a capture has from the middle on: of SSL 2.0 their records can be shown, and why they
 * stay closed.
 */
#include "recognise/decode_as.h"

#include "state/conversation.h"
#include "wireshark/proto.h"
#include "recognise/claim.h"
#include "ssl2/ssl2_handshake.h"
#include "tls/tls_record_header.h"

#define MIN_RECORD 3

static dissector_handle_t tls;

/* SSL 3.0 and TLS begin as the built-in's, ours or not. */
static gboolean is_tls(const struct legacyssl_conversation *state, tvbuff_t *tvb)
{
    if (state != NULL && state->takeover != NULL)
        return TRUE;
    return tvb_captured_length(tvb) >= TLS_RECORD_HEADER &&
           tls_is_record_header(tvb_get_ptr(tvb, 0, TLS_RECORD_HEADER));
}

static struct legacyssl_conversation *claim(packet_info *pinfo)
{
    conversation_t *conversation = find_or_create_conversation(pinfo);
    const enum legacyssl_side side =
        pinfo->srcport == pinfo->match_uint ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT;
    struct legacyssl_conversation *state =
        legacyssl_conversation_new(conversation, pinfo, side, pinfo->srcport, pinfo->destport);

    claim_conversation(state, LEGACYSSL_SSL2);
    state->ssl2->is_missing = TRUE;
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, legacyssl_handle);
    return state;
}

static int dissect_decoded_as(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct legacyssl_conversation *state = legacyssl_conversation_find(pinfo);

    if (pinfo->flags.in_error_pkt)
        return 0;
    if (is_tls(state, tvb))
        return call_dissector_only(tls, tvb, pinfo, tree, data);
    if (state == NULL && !pinfo->fd->visited && tvb_captured_length(tvb) >= MIN_RECORD)
        state = claim(pinfo);
    if (state == NULL || !state->is_claimed)
        return 0;
    return call_dissector_only(legacyssl_handle, tvb, pinfo, tree, data);
}

void decode_as_handoff(void)
{
    tls = find_dissector("tls");
    dissector_add_for_decode_as("tcp.port",
                                create_dissector_handle(dissect_decoded_as, proto_legacyssl));
}
