/* guarded.h - other dissectors, whose failures are shown
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_GUARDED_H
#define LEGACYSSL_GUARDED_H

#include "wireshark/compat.h"

/* Call it: what it can't dissect is marked as malformed and harms nothing else of the packet. */
void guarded_call(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

#endif
