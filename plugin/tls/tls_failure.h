/* tls_failure.h - why a handshake of SSL 3.0 or TLS 1.0 fails, in words
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_FAILURE_H
#define LEGACYSSL_TLS_FAILURE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct tls_handshake;

/* What the body of an alert by `side` means in this handshake, in file scope; NULL if it does not end
 * it. */
const char *tls_failure(const struct tls_handshake *handshake, enum legacyssl_side side,
                        struct legacyssl_bytes alert);

#endif
