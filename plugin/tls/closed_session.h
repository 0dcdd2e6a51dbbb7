/* closed_session.h - a session that stays the built-in's because its secret is not known
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CLOSED_SESSION_H
#define LEGACYSSL_CLOSED_SESSION_H

#include "tls/tls_reading_state.h"
#include "wireshark/compat.h"

/* If the ChangeCipherSpec that left it to the built-in is in `tvb`, which begins at `seq`: count
 * it, and say why a key that was given to us does not help, which the built-in can't. */
void closed_session_draw(const struct tls_reading *reading, tvbuff_t *tvb, packet_info *pinfo,
                         proto_tree *tree, guint32 seq);

#endif
