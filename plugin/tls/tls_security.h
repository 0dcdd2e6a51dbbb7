/* tls_security.h - attacks that show in the handshake of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. Of sessions of other versions nothing is said.
 */
#ifndef LEGACYSSL_TLS_SECURITY_H
#define LEGACYSSL_TLS_SECURITY_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct tls_handshake;

/* A message in `frame`, of which the handshake has taken note. */
void tls_look_at_message(struct legacyssl_conversation *state, const struct tls_handshake *handshake,
                         struct legacyssl_bytes message, guint32 frame);

/* ChangeCipherSpec of `side`; `is_first`: the other side has sent none. */
void tls_look_at_change(struct legacyssl_conversation *state, enum legacyssl_side side,
                        gboolean is_first, guint32 frame);

/* The body of an alert in the clear, or decrypted before the handshake's end. */
void tls_look_at_alert(struct legacyssl_conversation *state, enum legacyssl_side side,
                       struct legacyssl_bytes alert, guint32 frame);

/* A heartbeat, in the clear or decrypted. */
void tls_look_at_heartbeat(struct legacyssl_conversation *state, struct legacyssl_bytes heartbeat,
                           guint32 frame);

#endif
