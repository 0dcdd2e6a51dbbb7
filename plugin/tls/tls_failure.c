/* tls_failure.c - why a handshake of SSL 3.0 or TLS 1.0 fails, in words
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_failure.h"

#include "secrets/certificate_key.h"
#include "security/offered.h"
#include "tls/tls_content_type.h"
#include "tls/tls_handshake.h"

#include <string.h>

#define FATAL 2
#define NO_CERTIFICATE                                                                             \
    "the server has asked for a certificate, and the client has sent none that it takes"

/* RFC 2246 7.2.2; what is not in there says its own RFC. */
enum {
    HANDSHAKE_FAILURE = 40,
    ILLEGAL_PARAMETER = 47,
    EXPORT_RESTRICTION = 60,
    PROTOCOL_VERSION = 70,
    INSUFFICIENT_SECURITY = 71,
};

static const struct {
    guint8 code;
    const char *name, *meaning;
} alerts[] = {
    {10, "unexpected_message", "a message came that does not belong there"},
    {20, "bad_record_mac", "a record did not verify: other keys, as after a wrong premaster secret"},
    {21, "decryption_failed", "a record could not be decrypted: other keys"},
    {22, "record_overflow", "a record was too long"},
    {30, "decompression_failure", "a record could not be decompressed"},
    {HANDSHAKE_FAILURE, "handshake_failure", "no set of parameters suits both sides"},
    {41, "no_certificate", "there is no certificate, and one is needed"},
    {42, "bad_certificate", "the certificate is refused: it is damaged, or its signature is wrong"},
    {43, "unsupported_certificate", "the certificate is refused: its kind is not known"},
    {44, "certificate_revoked", "the certificate is refused: it was revoked"},
    {45, "certificate_expired", "the certificate is refused: it has expired, or a clock is wrong"},
    {46, "certificate_unknown", "the certificate is refused, for a reason that is not said"},
    {ILLEGAL_PARAMETER, "illegal_parameter", "a field has a value that is not allowed"},
    {48, "unknown_ca", "the certificate is refused: nobody trusts who has issued it"},
    {49, "access_denied", "the certificate is good, and its owner not wanted"},
    {50, "decode_error", "a message could not be read"},
    {51, "decrypt_error", "a signature, a key exchange or Finished is wrong"},
    {EXPORT_RESTRICTION, "export_restriction", "export rules forbid what was agreed upon"},
    {PROTOCOL_VERSION, "protocol_version", "no common version"},
    {INSUFFICIENT_SECURITY, "insufficient_security", "the ciphers that are offered are too weak"},
    {80, "internal_error", "an error that has nothing to do with the other side"},
    {86, "inappropriate_fallback", "the client offers less than it can, and the server can more (RFC 7507)"},
    {90, "user_canceled", "somebody has cancelled it"},
    {100, "no_renegotiation", "renegotiation is refused"},
    {110, "unsupported_extension", "an extension was not offered (RFC 3546)"},
    {112, "unrecognized_name", "the server does not know this name (RFC 3546)"},
};

static const char *version_name(guint16 version)
{
    static const value_string names[] = {
        {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
        {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}, {0, NULL},
    };
    return val_to_str_const(version, names, "an unknown version");
}

static const char *sentence(const char *format, const char *one, const char *other)
{
    return wmem_strdup_printf(wmem_file_scope(), format, one, other);
}

/* RFC 2246 7.4.3, draft-ietf-tls-56-bit-ciphersuites 3: of a longer key the server must send a shorter
 * one. */
static guint export_limit(const struct legacyssl_suite *suite)
{
    if (suite == NULL || strstr(suite->name, "RSA_EXPORT") == NULL)
        return 0;
    return strstr(suite->name, "EXPORT1024") != NULL ? 1024 : 512;
}

static const char *export_refused(const struct tls_handshake *handshake, enum legacyssl_side side)
{
    const struct legacyssl_suite *suite =
        handshake->has_server_random
            ? legacyssl_suite_find(LEGACYSSL_TLS10, handshake->cipher_suite)
            : NULL;
    const guint limit = export_limit(suite), bits = certificate_rsa_bits(handshake->certificate);

    if (side != LEGACYSSL_CLIENT || limit == 0 || bits <= limit || handshake->has_server_key_exchange)
        return NULL;
    return wmem_strdup_printf(wmem_file_scope(),
                              "the suite %s is refused: the server's key has %u bits, export allows "
                              "%u, and the server has sent no shorter one in ServerKeyExchange",
                              suite->name, bits, limit);
}

static const char *no_common_version(const struct tls_handshake *handshake)
{
    if (handshake->has_server_random)
        return sentence("no common version: the client offers up to %s, the server has chosen %s",
                        version_name(handshake->offered_version), version_name(handshake->version));
    return sentence("no common version: the client offers up to %s%s",
                    version_name(handshake->offered_version), ", which the server does not speak");
}

static const char *no_common_cipher(const struct tls_handshake *handshake)
{
    const enum legacyssl_protocol protocol = handshake->suite_size == 3 ? LEGACYSSL_SSL2
                                                                        : LEGACYSSL_TLS10;
    return sentence("no common cipher: the client offers %s%s",
                    offered_suites(protocol, handshake->suites, handshake->suite_size),
                    "; the server does not say what it has");
}

/* NULL: the alert's own meaning says all. */
static const char *meaning_here(const struct tls_handshake *handshake, enum legacyssl_side side,
                                guint8 code)
{
    const char *refused = export_refused(handshake, side);

    if (refused != NULL)
        return refused;
    if (side == LEGACYSSL_SERVER && handshake->has_no_certificate)
        return NO_CERTIFICATE;
    if (code == PROTOCOL_VERSION)
        return no_common_version(handshake);
    if (code != HANDSHAKE_FAILURE && code != INSUFFICIENT_SECURITY)
        return NULL;
    if (!handshake->has_server_random)
        return no_common_cipher(handshake);
    if (side == LEGACYSSL_SERVER && handshake->wants_certificate)
        return NO_CERTIFICATE;
    return NULL;
}

const char *tls_failure(const struct tls_handshake *handshake, enum legacyssl_side side,
                        struct legacyssl_bytes alert)
{
    const char *who = side == LEGACYSSL_CLIENT ? "client" : "server";

    if (alert.len != ALERT_SIZE || alert.data[0] != FATAL)
        return NULL;
    const guint8 code = alert.data[1];
    const char *meaning = meaning_here(handshake, side, code);
    for (guint i = 0; i < G_N_ELEMENTS(alerts); i++)
        if (alerts[i].code == code)
            return wmem_strdup_printf(wmem_file_scope(), "The %s ends the handshake with %s: %s", who,
                                      alerts[i].name, meaning != NULL ? meaning : alerts[i].meaning);
    return wmem_strdup_printf(wmem_file_scope(), "The %s ends the handshake with alert %u", who, code);
}
