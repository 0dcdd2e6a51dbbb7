/* secret.h - a secret that was found
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SECRET_H
#define LEGACYSSL_SECRET_H

#include "secrets/security_parameters.h"

/* A secret that was found. Bytes are in file scope. */
struct secret {
    struct legacyssl_bytes master_secret;
    struct legacyssl_bytes clear_key; /* of the session's full handshake; empty if not known */
    struct legacyssl_bytes key_arg;
    struct legacyssl_bytes server_certificate;
    const struct legacyssl_suite *suite; /* NULL if not known */
    const struct write_keys *write_keys; /* in place of a master secret; NULL: there is one */
    struct key_place place;
};

#endif
