/* first_bytes.c - streams whose first segments are too short to tell what they are
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/first_bytes.h"

#include "state/conversation.h"
#include "recognise/recognise.h"
#include "wireshark/segment_conversation.h"
#include "wireshark/proto.h"
#include "recognise/claim.h"

/* From here on the conversation is as if we had never seen it. */
static void give_up(packet_info *pinfo)
{
    conversation_t *conversation = segment_conversation(pinfo);

    conversation_delete_proto_data(conversation, proto_legacyssl);
    conversation_set_dissector_from_frame_number(conversation, pinfo->num, NULL);
}

static void decide(struct legacyssl_conversation *state, tvbuff_t *tvb, packet_info *pinfo)
{
    const struct legacyssl_bytes bytes = {tvb_get_ptr(tvb, 0, -1), tvb_captured_length(tvb)};

    state->awaits_hello = FALSE;
    switch (recognise_hello(bytes, TRUE)) {
    case HELLO_SSL2_CLIENT:
        claim_conversation(state, LEGACYSSL_SSL2);
        break;
    case HELLO_PCT1_CLIENT:
        claim_conversation(state, LEGACYSSL_PCT1);
        break;
    default:
        give_up(pinfo);
        break;
    }
}

gboolean first_bytes_await(struct legacyssl_conversation *state, tvbuff_t *tvb, packet_info *pinfo)
{
    const guint len = tvb_captured_length(tvb);

    if (len < HELLO_LEAST && pinfo->can_desegment) {
        pinfo->desegment_offset = 0;
        pinfo->desegment_len = HELLO_LEAST - len;
        return TRUE;
    }
    decide(state, tvb, pinfo);
    return FALSE;
}
