/* builtin_follow.h - our application data in the built-in's Follow > TLS Stream
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark 4.0's window has a fixed list of what can be followed; TLS is on it.
 */
#ifndef LEGACYSSL_BUILTIN_FOLLOW_H
#define LEGACYSSL_BUILTIN_FOLLOW_H

#include "wireshark/compat.h"

/* The built-in takes the sender of what it is told of first for the client: tell it of a packet of the
 * client's. */
void builtin_follow_client(packet_info *pinfo);

void builtin_follow_data(tvbuff_t *data, packet_info *pinfo);

void builtin_follow_handoff(void);

#endif
