/* proxy_tunnel.h - connections inside an HTTP proxy's tunnel
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PROXY_TUNNEL_H
#define LEGACYSSL_PROXY_TUNNEL_H

#include "wireshark/compat.h"

/* The port that this packet's conversation was connected to by HTTP CONNECT (RFC 9110 9.3.6), 0 if
 * it is no such tunnel. First pass only: it is what HTTP has seen last. */
guint16 proxy_tunnel_port(packet_info *pinfo);

#endif
