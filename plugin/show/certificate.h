/* certificate.h - certificates, by Wireshark's own dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CERTIFICATE_H
#define LEGACYSSL_CERTIFICATE_H

#include "wireshark/compat.h"

/* All draw [offset, offset + len) of tvb; a damaged one is marked as malformed and harms nothing
 * else. */

/* An X.509 certificate. */
void certificate_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int len);

/* PKCS #7 ContentInfo, which holds certificates. */
void certificate_draw_pkcs7(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                            int len);

/* X.509 certificates one after the other, each by itself or behind its length in two or three
 * bytes. */
void certificate_draw_chain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                            int len);

#endif
