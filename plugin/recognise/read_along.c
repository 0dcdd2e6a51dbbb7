/* read_along.c - has the handshake of SSL 3.0 and TLS read along from its hello on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/read_along.h"

#include "state/conversation.h"
#include "tls/tls_reading_state.h"
#include "tls/tls_takeover.h"
#include "wireshark/preferences.h"

#include <epan/dissectors/packet-tcp.h>

gboolean read_along_from_here(conversation_t *conversation, struct legacyssl_conversation *state,
                              packet_info *pinfo, gboolean is_in_tds)
{
    if (!preferences_ssl3_tls10() || state->takeover != NULL)
        return FALSE;
    tls_takeover_arm(conversation, state, pinfo, is_in_tds);
    return TRUE;
}

void read_along_from_first(conversation_t *conversation, struct legacyssl_conversation *state,
                           packet_info *pinfo, tvbuff_t *tvb, const struct segment *segment,
                           enum legacyssl_side sender, gboolean is_in_tds)
{
    if (!read_along_from_here(conversation, state, pinfo, is_in_tds))
        return;
    const struct tls_reading_segment first = {
        .tvb = tvb_new_subset_remaining(tvb, segment->header_len),
        .seq = segment_relative_seq(segment, conversation, segment->seq),
        .acknowledged = segment_relative_ack(segment, conversation),
        .is_acknowledging = (segment->flags & TH_ACK) != 0,
    };
    tls_takeover_read(state, sender, &first, pinfo->num);
}
