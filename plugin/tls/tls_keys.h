/* tls_keys.h - from a handshake and the key sources to the keys of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_KEYS_H
#define LEGACYSSL_TLS_KEYS_H

#include "secrets/security_parameters.h"
#include "tls/tls_handshake.h"

/* FALSE if it is none of ours. */
gboolean tls_version_protocol(guint16 version, enum legacyssl_protocol *protocol);

/* The protocol that ServerHello chose: FALSE if it is none of ours, or a hello is missing. */
gboolean tls_handshake_protocol(const struct tls_handshake *handshake,
                                enum legacyssl_protocol *protocol);

/* A message of the handshake was seen: if it is the first ClientKeyExchange, open with the server's
 * RSA key what the client encrypted, once for us and for the built-in. */
void tls_open_premaster(struct tls_handshake *handshake, struct legacyssl_bytes message);

/* The keys that come into force with the ChangeCipherSpec now seen. `is_resumed`: the handshake has
 * no key exchange. NULL if no secret is known; a connection without keys if one is, but does not
 * fit. */
struct security_parameters *tls_find_keys(const struct tls_handshake *handshake,
                                          gboolean is_resumed);

/* What is known of a session whose secret is not: into *parameters. */
void tls_describe(const struct tls_handshake *handshake, gboolean is_resumed,
                  struct security_parameters *parameters);

/* A connection without keys that says why no secret is known. */
struct security_parameters *tls_without_keys(const struct tls_handshake *handshake,
                                             gboolean is_resumed);

/* The same for a session that stays the built-in's, if there is something to complain of: a key
 * that was entered does not open it, or something in the key files was not told yet. Else NULL. */
const struct security_parameters *tls_keys_failure(const struct tls_handshake *handshake,
                                                   gboolean is_resumed);

/* Remember session id and tickets of `handshake` for connections that resume its session. */
void tls_remember_session(const struct tls_handshake *handshake,
                          const struct security_parameters *parameters, guint32 frame);

/* A MAC has proved the keys: the built-in may resume their session, too. */
void tls_share_session(const struct tls_handshake *handshake,
                       const struct security_parameters *parameters);

#endif
