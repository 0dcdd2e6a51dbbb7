/* ssl2_keys.h - from the messages and the key sources to the keys of an SSL 2.0 connection
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_KEYS_H
#define LEGACYSSL_SSL2_KEYS_H

#include "secrets/security_parameters.h"
#include "ssl2/ssl2_handshake.h"

/* The keys under which `record`, the first encrypted one of the connection, was sent by `side`.
 * Where the capture leaves something open, the record's MAC decides. Never NULL; without keys its
 * failure is set. */
struct security_parameters *ssl2_find_keys(const struct ssl2_handshake *handshake,
                                           enum legacyssl_side side,
                                           const struct legacyssl_record *record);

#endif
