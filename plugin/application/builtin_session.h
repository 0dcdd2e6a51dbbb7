/* builtin_session.h - what the built-in tls dissector knows of a conversation
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_BUILTIN_SESSION_H
#define LEGACYSSL_BUILTIN_SESSION_H

#include "wireshark/compat.h"

/* The dissector that STARTTLS or ALPN has named for the application data of this packet's
 * conversation, or NULL. */
dissector_handle_t builtin_session_app_dissector(packet_info *pinfo);

#endif
