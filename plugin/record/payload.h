/* payload.h - what TCP hands us of a claimed conversation, taken apart into records
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PAYLOAD_H
#define LEGACYSSL_PAYLOAD_H

#include "wireshark/compat.h"

/* The dissector "legacyssl"; data is a struct tcpinfo. */
int payload_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data);

#endif
