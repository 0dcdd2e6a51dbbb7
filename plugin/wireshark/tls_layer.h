/* tls_layer.h - "tls" among a packet's layers
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dissectors of applications ask for it, and the window for Follow > TLS Stream.
 */
#ifndef LEGACYSSL_TLS_LAYER_H
#define LEGACYSSL_TLS_LAYER_H

#include "wireshark/compat.h"

void tls_layer_handoff(void);

/* A packet of ours, of which `tvb` is, has the layer ... */
void tls_layer_add(tvbuff_t *tvb, packet_info *pinfo);

/* ... until something is called through a layer of that name. */
void tls_layer_remove(packet_info *pinfo);

/* Whether the user has TLS switched on. */
gboolean tls_layer_is_enabled(void);

#endif
