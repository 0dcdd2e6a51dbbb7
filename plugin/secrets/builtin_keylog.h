/* builtin_keylog.h - our key log for the built-in tls dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is not ours, the built-in opens: TLS 1.1 to 1.3, and TLS inside EAP, RADIUS, OpenVPN, TDS
 * and others. A key log that is named in our preferences serves it as if tls.keylog_file named it.
 * It reads each line into its tables, which takes long for many: so they are given when a session
 * comes that is its own to open, and not before.
 */
#ifndef LEGACYSSL_BUILTIN_KEYLOG_H
#define LEGACYSSL_BUILTIN_KEYLOG_H

#include "legacyssl-kdf.h"

#define PREMASTER_SIZE 48 /* RFC 2246 7.4.7.1, with RSA */

/* A session begins that is the built-in's: give it what our key log has and it has not got. */
void builtin_keylog_give(void);

/* The premaster secret of the session of this client random, as a line of a key log: the built-in,
 * which reads ClientKeyExchange after us, need not decrypt it, too. */
void builtin_keylog_give_premaster(struct legacyssl_bytes client_random,
                                   struct legacyssl_bytes premaster);

/* At the end of each file: it forgets them. */
void builtin_keylog_cleanup(void);

#endif
