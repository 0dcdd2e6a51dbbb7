/* protocol.h - what one protocol version is: data and a few small functions
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything in which the four protocols differ stands in one struct protocol_ops, at the end of
 * ssl2.c, pct1.c, ssl3.c and tls10.c. No other file asks for a version.
 */
#ifndef KDF_PROTOCOL_H
#define KDF_PROTOCOL_H

#include "legacyssl-kdf.h"
#include "libgcrypt.h"
#include "rc2.h"

enum mac_place {
    MAC_BEFORE_DATA,      /* SSL 2.0: MAC, data, padding; all encrypted */
    MAC_AFTER_DATA,       /* SSL 3.0, TLS 1.0: data, MAC, padding; all encrypted */
    MAC_AFTER_CIPHERTEXT, /* PCT: data and padding encrypted, then the MAC in the clear */
};

enum padding_kind {
    PADDING_IN_HEADER,   /* SSL 2.0, PCT: the record header has the length */
    PADDING_LENGTH_ONLY, /* SSL 3.0: a length byte, at most one block, bytes of any value */
    PADDING_ALL_BYTES,   /* TLS 1.0: a length byte, up to 255, every byte equal to it */
};

/* What goes into a record's MAC. */
struct mac_input {
    const struct legacyssl_record *record; /* sequence number, type, version */
    struct legacyssl_bytes text;    /* the bytes that are authenticated, without padding */
    struct legacyssl_bytes padding; /* SSL 2.0 and PCT authenticate it, too */
};

/* One sender's keys, ready for use. */
struct legacyssl_write_state {
    const struct protocol_ops *ops;
    const struct legacyssl_suite *suite;
    uint8_t mac_size;
    bool encrypt_then_mac;
    struct legacyssl_key mac_secret;
    gcry_cipher_hd_t cipher; /* NULL for RC4 and NULL */
    bool has_own_rc2;        /* `rc2` in place of `cipher`: libgcrypt can't have it so */
    struct rc2_key rc2;
    gcry_md_hd_t mac;        /* of the suite's hash; as HMAC and keyed if ops->mac_is_hmac */
};

struct protocol_ops {
    const char *name;
    uint16_t version;
    bool counts_cleartext_records; /* in the sequence numbers */
    size_t max_body;
    enum mac_place mac_place;
    enum padding_kind padding_kind;
    bool mac_is_hmac;

    const struct legacyssl_suite *suites; /* ends with a NULL name; NULL for PCT */

    /* Whether it is one of the protocol's suites, and keys can be derived for it. */
    bool (*has_suite)(const struct legacyssl_suite *);
    /* How long the inputs of a suite's keys are; *lengths has zeros, and a clear_key_unit of 1. */
    void (*lengths)(const struct legacyssl_suite *, struct legacyssl_lengths *lengths);
    /* How long the MAC secrets of a suite are. */
    size_t (*mac_secret_size)(const struct legacyssl_suite *);
    /* Of secrets that inputs_check has seen. */
    enum legacyssl_error (*derive_keys)(const struct legacyssl_secrets *,
                                        struct legacyssl_connection_keys *);
    /* NULL where the master secret is what crosses the wire. */
    enum legacyssl_error (*master_secret)(const struct legacyssl_secrets *,
                                          struct legacyssl_bytes premaster,
                                          struct legacyssl_bytes session_hash, uint8_t *master);
    /* state->mac_size bytes into `mac`, at most LEGACYSSL_MAX_MAC. */
    void (*record_mac)(const struct legacyssl_write_state *, const struct mac_input *,
                       uint8_t *mac);
    enum legacyssl_error (*handshake_proof)(const struct legacyssl_secrets *,
                                            const struct legacyssl_connection_keys *,
                                            const struct legacyssl_transcript *,
                                            enum legacyssl_side, uint8_t *proof, size_t *len);
};

extern const struct protocol_ops ssl2_protocol, pct1_protocol, ssl3_protocol, tls10_protocol;

/* The ops of a protocol, NULL for a number that is none. */
const struct protocol_ops *protocol_ops(enum legacyssl_protocol protocol);

/* The suites of each protocol: tables in suite.c. */
extern const struct legacyssl_suite ssl2_suites[], ssl3_suites[];

/* Whether a suite is a row of such a table that keys can be derived for, or composed of PCT's parts:
 * struct legacyssl_suite is the caller's to fill, and no other fits the buffers. */
bool suite_is_row(const struct legacyssl_suite *table, const struct legacyssl_suite *suite);
bool suite_is_pct1(const struct legacyssl_suite *suite);

/* Whether `suite` is one of this protocol, and its keys a function of a master secret and of what is
 * on the wire. */
bool suite_is_derivable(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite);

/* Whether a derivation's suite is the protocol's and its inputs have the right lengths. */
enum legacyssl_error inputs_check(const struct legacyssl_secrets *secrets);

static inline bool suite_is_stream(const struct legacyssl_suite *suite)
{
    return suite->cipher->iv_size == 0;
}

#endif
