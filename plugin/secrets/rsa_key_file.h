/* rsa_key_file.h - the private RSA keys in a file
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RSA_KEY_FILE_H
#define LEGACYSSL_RSA_KEY_FILE_H

#include <glib.h>
#include <gnutls/x509.h>

#include "legacyssl-kdf.h"

/* What to do with a key, which is the callee's. */
typedef void (*rsa_key_function)(gnutls_x509_privkey_t key, void *data);

/* Calls `found` for each private RSA key in `content`: without a password a text with PEM blocks (RFC
 * 7468; of PKCS #1 and PKCS #8, not encrypted), among anything else; with one, PKCS #12 in DER or PEM.
 * Any bytes are allowed in. */
void rsa_key_file_read(struct legacyssl_bytes content, const char *password, rsa_key_function found,
                       void *data);

#endif
