/* certificate_key.c - the public key in a certificate
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/certificate_key.h"

#include "bytes/der.h"

#include <string.h>

/* Elements of a TBSCertificate between its version and its key (RFC 5280 4.1): serialNumber,
 * signature, issuer, validity, subject. */
#define BEFORE_THE_KEY 5

gboolean certificate_fields(struct legacyssl_bytes certificate, struct legacyssl_bytes *fields)
{
    struct der_element element;

    if (!der_take_tagged(&certificate, DER_SEQUENCE, &element))
        return FALSE;
    certificate = element.content;
    if (!der_take_tagged(&certificate, DER_SEQUENCE, &element))
        return FALSE;
    *fields = element.content;
    der_take_tagged(fields, DER_CONTEXT_CONSTRUCTED, &element); /* version, if it is not 1 */
    return TRUE;
}

gboolean certificate_public_key(struct legacyssl_bytes certificate, struct legacyssl_bytes *key)
{
    struct legacyssl_bytes fields;
    struct der_element element;

    if (!certificate_fields(certificate, &fields))
        return FALSE;
    for (guint i = 0; i < BEFORE_THE_KEY; i++)
        if (!der_take(&fields, &element))
            return FALSE;
    if (!der_take_tagged(&fields, DER_SEQUENCE, &element))
        return FALSE;
    *key = element.whole;
    return TRUE;
}

/* SubjectPublicKeyInfo { algorithm { rsaEncryption, ... }, ... } (RFC 3279 2.3.1). */
gboolean certificate_has_rsa_key(struct legacyssl_bytes certificate)
{
    static const guint8 rsa_encryption[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
    struct legacyssl_bytes key;
    struct der_element element;

    if (!certificate_public_key(certificate, &key) ||
        !der_take_tagged(&key, DER_SEQUENCE, &element))
        return FALSE;
    key = element.content;
    if (!der_take_tagged(&key, DER_SEQUENCE, &element))
        return FALSE;
    key = element.content;
    return der_take_tagged(&key, DER_OBJECT_IDENTIFIER, &element) &&
           element.content.len == sizeof rsa_encryption &&
           memcmp(element.content.data, rsa_encryption, sizeof rsa_encryption) == 0;
}

/* subjectPublicKey is a BIT STRING around RSAPublicKey { modulus, publicExponent }. */
guint certificate_rsa_bits(struct legacyssl_bytes certificate)
{
    struct legacyssl_bytes key;
    struct der_element element;

    if (!certificate_has_rsa_key(certificate) || !certificate_public_key(certificate, &key) ||
        !der_take_tagged(&key, DER_SEQUENCE, &element))
        return 0;
    key = element.content;
    if (!der_take_tagged(&key, DER_SEQUENCE, &element) ||
        !der_take_tagged(&key, DER_BIT_STRING, &element) || element.content.len == 0)
        return 0;
    key = (struct legacyssl_bytes){element.content.data + 1, element.content.len - 1};
    if (!der_take_tagged(&key, DER_SEQUENCE, &element))
        return 0;
    key = element.content;
    if (!der_take_tagged(&key, DER_INTEGER, &element) || element.content.len == 0)
        return 0;
    return (guint)(element.content.len - (element.content.data[0] == 0)) * 8;
}

/* PKCS #7 (RFC 2315 7, 9.1): ContentInfo { type, [0] SignedData { version, digestAlgorithms,
 * contentInfo, [0] certificates ... } }. */
static gboolean take_certificate_set(struct legacyssl_bytes bytes, struct legacyssl_bytes *set)
{
    struct der_element element;

    if (!der_take_tagged(&bytes, DER_SEQUENCE, &element))
        return FALSE;
    bytes = element.content;
    if (!der_take_tagged(&bytes, DER_OBJECT_IDENTIFIER, &element) ||
        !der_take_tagged(&bytes, DER_CONTEXT_CONSTRUCTED, &element))
        return FALSE;
    bytes = element.content;
    if (!der_take_tagged(&bytes, DER_SEQUENCE, &element))
        return FALSE;
    bytes = element.content;
    for (guint i = 0; i < 3; i++)
        if (!der_take(&bytes, &element))
            return FALSE;
    if (!der_take_tagged(&bytes, DER_CONTEXT_CONSTRUCTED, &element))
        return FALSE;
    *set = element.content;
    return TRUE;
}

static gsize number(const guint8 *bytes, gsize len)
{
    gsize value = 0;

    for (gsize i = 0; i < len; i++)
        value = value << 8 | bytes[i];
    return value;
}

gboolean certificate_take(struct legacyssl_bytes *rest, struct legacyssl_bytes *certificate)
{
    static const gsize length_sizes[] = {0, 2, 3};
    struct legacyssl_bytes set;
    struct der_element element;

    if (take_certificate_set(*rest, &set))
        *rest = set;
    for (gsize i = 0; i < G_N_ELEMENTS(length_sizes); i++) {
        const gsize skip = length_sizes[i];
        if (rest->len <= skip)
            break;
        struct legacyssl_bytes after = {rest->data + skip, rest->len - skip};
        if (!der_take_tagged(&after, DER_SEQUENCE, &element) ||
            (skip != 0 && number(rest->data, skip) != element.whole.len))
            continue;
        *certificate = element.whole;
        *rest = after;
        return TRUE;
    }
    return FALSE;
}
