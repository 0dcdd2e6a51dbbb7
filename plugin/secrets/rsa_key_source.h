/* rsa_key_source.h - secrets that a client encrypted for the server's RSA key
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The private keys are those of Wireshark's own preferences (RSA Keys): files, folders, or tokens
 * by PKCS #11; of the old table of the TLS preferences; and of legacyssl.rsa_keys. They are found
 * by the public key in the server's certificate.
 */
#ifndef LEGACYSSL_RSA_KEY_SOURCE_H
#define LEGACYSSL_RSA_KEY_SOURCE_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* What the client encrypted with PKCS #1 block type 2, opened: bytes that are wiped when the file
 * is closed, and in `*name`, in file scope, which key it was. `certificate` is the server's, or
 * several as certificate_take has them. FALSE if no key fits or the key does not open it. */
gboolean rsa_key_source_decrypt(struct legacyssl_bytes certificate,
                                struct legacyssl_bytes encrypted, struct legacyssl_bytes *secret,
                                const char **name);

/* Whether the private key of this certificate was entered. */
gboolean rsa_key_source_has(struct legacyssl_bytes certificate);

/* Whether any private key was entered. */
gboolean rsa_key_source_is_used(void);

/* Why no entered key opens what was `encrypted` for `certificate`, or that one would: appends lines to
 * `text`. */
void rsa_key_source_explain(struct legacyssl_bytes certificate, struct legacyssl_bytes encrypted,
                            GString *text);

/* Look at the entries anew, at each file. */
void rsa_key_source_cleanup(void);

#endif
