/* builtin_secrets.h - the secrets that the built-in tls dissector has, and that it exports
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those of a pcapng file's Decryption Secrets Blocks reach nobody else.
 */
#ifndef LEGACYSSL_BUILTIN_SECRETS_H
#define LEGACYSSL_BUILTIN_SECRETS_H

#include <glib.h>

#include "secrets/keylog/keylog_line.h"
#include "legacyssl-kdf.h"

/* The secret of this kind under `key`, borrowed from the built-in. FALSE if it has none. */
gboolean builtin_secret_find(enum keylog_kind kind, struct legacyssl_bytes key,
                             struct legacyssl_bytes *secret);

/* For File > Export TLS Session Keys, which asks the built-in. Both must last as long as the file is
 * open. */
void builtin_secret_add(struct legacyssl_bytes client_random, struct legacyssl_bytes secret);

/* For connections that are the built-in's and resume this session: what is inside another protocol
 * than TCP. Both must last likewise. Wireshark 4.0 lets nobody give it a ticket. */
void builtin_session_add(struct legacyssl_bytes session_id, struct legacyssl_bytes ticket,
                         struct legacyssl_bytes secret);

#endif
