/* proto.c - the protocol LegacySSL as Wireshark knows it: its number and its dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/proto.h"

int proto_legacyssl = FIELD_INIT;
dissector_handle_t legacyssl_handle;
