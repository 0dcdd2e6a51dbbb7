/* protocol.c - the public functions that are the same for every protocol
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "digest.h"

#include <string.h>

const struct protocol_ops *protocol_ops(enum legacyssl_protocol protocol)
{
    static const struct protocol_ops *const siblings[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = &ssl2_protocol,
        [LEGACYSSL_PCT1] = &pct1_protocol,
        [LEGACYSSL_SSL3] = &ssl3_protocol,
        [LEGACYSSL_TLS10] = &tls10_protocol,
    };
    return (unsigned)protocol < LEGACYSSL_PROTOCOLS ? siblings[protocol] : NULL;
}

/* What is said of a number that is no protocol. */
static const struct protocol_ops no_protocol = {.name = "no protocol"};

static const struct protocol_ops *any_protocol(enum legacyssl_protocol protocol)
{
    const struct protocol_ops *ops = protocol_ops(protocol);
    return ops != NULL ? ops : &no_protocol;
}

const char *legacyssl_protocol_name(enum legacyssl_protocol protocol)
{
    return any_protocol(protocol)->name;
}

uint16_t legacyssl_protocol_version(enum legacyssl_protocol protocol)
{
    return any_protocol(protocol)->version;
}

bool legacyssl_counts_cleartext_records(enum legacyssl_protocol protocol)
{
    return any_protocol(protocol)->counts_cleartext_records;
}

size_t legacyssl_max_body(enum legacyssl_protocol protocol)
{
    return any_protocol(protocol)->max_body;
}

bool suite_is_derivable(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    const struct protocol_ops *ops = protocol_ops(protocol);

    return ops != NULL && suite != NULL && ops->has_suite(suite);
}

const char *legacyssl_error_text(enum legacyssl_error error)
{
    static const char *const texts[LEGACYSSL_ERRORS] = {
        [LEGACYSSL_OK] = "no error",
        [LEGACYSSL_NOT_DERIVABLE] = "the keys of this suite cannot be derived from a master secret",
        [LEGACYSSL_MASTER_SECRET_LENGTH] = "the master secret does not have this suite's length",
        [LEGACYSSL_CLEAR_KEY_LENGTH] = "the clear key does not have this suite's length",
        [LEGACYSSL_RANDOM_LENGTH] = "the client's or the server's random has a wrong length",
        [LEGACYSSL_KEY_ARG_LENGTH] = "the initialization vector has not the cipher's block size",
        [LEGACYSSL_NOT_WHOLE_BLOCKS] = "the record is not a multiple of the cipher's block size",
        [LEGACYSSL_TOO_SHORT] = "the record is too short to hold its MAC",
        [LEGACYSSL_PADDING_TOO_LONG] = "the padding is longer than the record",
        [LEGACYSSL_LIBGCRYPT] = "libgcrypt refused an algorithm; is FIPS mode on?",
        [LEGACYSSL_TOO_LONG] = "the record is longer than the protocol allows",
    };
    return (unsigned)error < LEGACYSSL_ERRORS ? texts[error] : "unknown error";
}

enum legacyssl_error legacyssl_key_lengths(enum legacyssl_protocol protocol,
                                           const struct legacyssl_suite *suite,
                                           struct legacyssl_key_lengths *lengths)
{
    *lengths = (struct legacyssl_key_lengths){0};
    if (!suite_is_derivable(protocol, suite))
        return LEGACYSSL_NOT_DERIVABLE;
    lengths->write_key = suite->cipher->expanded_key_material;
    lengths->MAC_secret = protocol_ops(protocol)->mac_secret_size(suite);
    lengths->IV = suite->cipher->iv_size;
    return LEGACYSSL_OK;
}

enum legacyssl_error legacyssl_derive_keys(const struct legacyssl_secrets *secrets,
                                           struct legacyssl_connection_keys *keys)
{
    memset(keys, 0, sizeof *keys);
    enum legacyssl_error error = inputs_check(secrets);
    if (error == LEGACYSSL_OK)
        error = protocol_ops(secrets->protocol)->derive_keys(secrets, keys);
    if (error != LEGACYSSL_OK)
        legacyssl_wipe(keys, sizeof *keys);
    return error;
}

enum legacyssl_error legacyssl_master_secret(const struct legacyssl_secrets *secrets,
                                             struct legacyssl_bytes premaster,
                                             struct legacyssl_bytes session_hash,
                                             uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE])
{
    const struct protocol_ops *ops = protocol_ops(secrets->protocol);

    if (ops == NULL || ops->master_secret == NULL)
        return LEGACYSSL_NOT_DERIVABLE;
    if (secrets->suite != NULL && !suite_is_derivable(secrets->protocol, secrets->suite))
        return LEGACYSSL_NOT_DERIVABLE;
    if (premaster.len == 0)
        return LEGACYSSL_MASTER_SECRET_LENGTH;
    return ops->master_secret(secrets, premaster, session_hash, master);
}

enum legacyssl_error legacyssl_session_hash(struct legacyssl_bytes handshake, uint8_t hash[36])
{
    enum legacyssl_error error = DIGEST(GCRY_MD_MD5, hash, handshake);
    return error != LEGACYSSL_OK ? error : DIGEST(GCRY_MD_SHA1, hash + MD5_SIZE, handshake);
}

enum legacyssl_error legacyssl_handshake_proof(const struct legacyssl_secrets *secrets,
                                               const struct legacyssl_connection_keys *keys,
                                               const struct legacyssl_transcript *transcript,
                                               enum legacyssl_side side,
                                               uint8_t proof[LEGACYSSL_MAX_PROOF], size_t *len)
{
    const struct protocol_ops *ops = protocol_ops(secrets->protocol);

    *len = 0;
    if (!suite_is_derivable(secrets->protocol, secrets->suite))
        return LEGACYSSL_NOT_DERIVABLE;
    return ops->handshake_proof(secrets, keys, transcript, side, proof, len);
}
