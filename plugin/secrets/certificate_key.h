/* certificate_key.h - the public key in a certificate
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CERTIFICATE_KEY_H
#define LEGACYSSL_CERTIFICATE_KEY_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* Take the X.509 certificate at the front of *rest off it: of a single one, of several one after
 * the other, each by itself or behind its length in two or three bytes, or of the set in a PKCS #7
 * ContentInfo, which *rest then becomes. FALSE if none is there. */
gboolean certificate_take(struct legacyssl_bytes *rest, struct legacyssl_bytes *certificate);

/* What a TBSCertificate has behind its version (RFC 5280 4.1): serialNumber, signature, issuer,
 * validity, subject and so on. FALSE if it is no X.509 certificate. */
gboolean certificate_fields(struct legacyssl_bytes certificate, struct legacyssl_bytes *fields);

/* The SubjectPublicKeyInfo of an X.509 certificate (RFC 5280 4.1). FALSE if it is none. */
gboolean certificate_public_key(struct legacyssl_bytes certificate, struct legacyssl_bytes *key);

/* Whether that key is an RSA key. */
gboolean certificate_has_rsa_key(struct legacyssl_bytes certificate);

/* How long that key is; 0 if it is none. */
guint certificate_rsa_bits(struct legacyssl_bytes certificate);

#endif
