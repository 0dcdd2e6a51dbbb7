/* certificate.h - certificates, by Wireshark's own dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CERTIFICATE_H
#define LEGACYSSL_CERTIFICATE_H

#include "compat.h"

/* An X.509 certificate at [offset, offset + len) of tvb. A damaged one is
 * marked as malformed and harms nothing else. */
void certificate_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int len);

#endif
