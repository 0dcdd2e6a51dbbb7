/* proto.h - the protocol LegacySSL as Wireshark knows it: its number and its dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PROTO_H
#define LEGACYSSL_PROTO_H

#include "wireshark/compat.h"

extern int proto_legacyssl;

/* The dissector of claimed conversations. */
extern dissector_handle_t legacyssl_handle;

#endif
