/* first_bytes.h - streams whose first segments are too short to tell what they are
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FIRST_BYTES_H
#define LEGACYSSL_FIRST_BYTES_H

#include "wireshark/compat.h"

struct legacyssl_conversation;

/* For a conversation that awaits its hello: TRUE if `tvb` does not have enough of it and more was
 * asked for. Else the conversation is claimed, or given up: then it is not ours any more. */
gboolean first_bytes_await(struct legacyssl_conversation *state, tvbuff_t *tvb, packet_info *pinfo);

#endif
