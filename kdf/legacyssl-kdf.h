/* legacyssl-kdf.h - connection keys and records of SSL 2.0, PCT 1.0, SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything here is a function of bytes: secrets in, keys out, records in, plaintext and a verdict
 * out. The caller owns every buffer; only what holds cipher handles (struct legacyssl_write_state)
 * is allocated here and has a free. All functions may be called from many threads at once, as long
 * as a write state is used by one thread at a time. Nothing is remembered between calls. What does
 * not fit, a length or a suite of another protocol, is refused with its error.
 *
 * Names are RFC 2246's. The drafts' words: MASTER-KEY = master_secret, CHALLENGE = client_random,
 * CONNECTION-ID = server_random, KEY-ARG = key_arg (both write IVs), CLEAR-KEY = clear_key.
 */
#ifndef LEGACYSSL_KDF_H
#define LEGACYSSL_KDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum legacyssl_protocol {
    LEGACYSSL_SSL2,  /* draft-hickman-netscape-ssl-00 */
    LEGACYSSL_PCT1,  /* draft-benaloh-pct-00 */
    LEGACYSSL_SSL3,  /* RFC 6101 */
    LEGACYSSL_TLS10, /* RFC 2246 */
    LEGACYSSL_PROTOCOLS
};

enum legacyssl_side { LEGACYSSL_CLIENT, LEGACYSSL_SERVER };

/* Borrowed bytes: valid for the length of the call. { NULL, 0 } is "none". */
struct legacyssl_bytes {
    const uint8_t *data;
    size_t len;
};

enum legacyssl_error {
    LEGACYSSL_OK,
    LEGACYSSL_NOT_DERIVABLE,       /* the suite's keys are not a function of what is on the wire */
    LEGACYSSL_MASTER_SECRET_LENGTH, /* the secret does not have the length that the suite needs */
    LEGACYSSL_CLEAR_KEY_LENGTH,
    LEGACYSSL_RANDOM_LENGTH,  /* client or server random missing or of a length not allowed */
    LEGACYSSL_KEY_ARG_LENGTH, /* a block cipher without an IV of its block size */
    LEGACYSSL_NOT_WHOLE_BLOCKS, /* a record that is not a multiple of the cipher's block */
    LEGACYSSL_TOO_SHORT,        /* a record too short for its MAC */
    LEGACYSSL_PADDING_TOO_LONG, /* padding longer than the record that holds it */
    LEGACYSSL_LIBGCRYPT,        /* libgcrypt refused (FIPS mode has no MD5, RC4, ...) */
    LEGACYSSL_TOO_LONG,         /* a record longer than the protocol allows */
    LEGACYSSL_ERRORS
};

/* One plain sentence about `error`, never NULL. */
const char *legacyssl_error_text(enum legacyssl_error error);

/* ---- suites: what a handshake agreed upon --------------------------------------------------- */

/* A bulk cipher, in the columns of RFC 2246 Appendix C. All sizes in bytes. */
struct legacyssl_cipher {
    const char *name;
    int algorithm; /* libgcrypt's GCRY_CIPHER_..., 0 for NULL, LEGACYSSL_NO_CIPHER if it has none */
    uint8_t key_material;
    uint8_t expanded_key_material;
    uint8_t iv_size; /* a cipher has an IV exactly when it runs in CBC mode */
    bool is_exportable;
};

#define LEGACYSSL_NO_CIPHER (-1)

struct legacyssl_mac {
    const char *name;
    int algorithm;    /* libgcrypt's GCRY_MD_..., 0 for NULL */
    uint8_t size;     /* bytes on the wire; PCT truncates some */
    uint8_t pad_size; /* of pad_1 and pad_2, SSL 3.0 only */
};

struct legacyssl_suite {
    uint32_t code; /* SSL 2.0: three bytes; SSL 3.0 and TLS 1.0: two; PCT: 0 */
    const char *name;
    const struct legacyssl_cipher *cipher;
    const struct legacyssl_mac *mac;
    uint16_t encryption_bits; /* PCT only: negotiated apart from the cipher */
    uint16_t mac_bits;        /* PCT only: length of the MAC keys */
    bool derives_with_prf; /* at SSL 3.0: key_block and master_secret from the PRF of TLS 1.0 */
};

/* The row for a code of `protocol`, or NULL if the protocol has no such suite (PCT has none).
 * SSL 2.0 codes also stand in SSL 2.0-format hellos of SSL 3.0 and TLS. */
const struct legacyssl_suite *legacyssl_suite_find(enum legacyssl_protocol protocol, uint32_t code);

/* All suites of a protocol; the row behind the last has no name. NULL for PCT, which has none. */
const struct legacyssl_suite *legacyssl_suites(enum legacyssl_protocol protocol);

/* Compose a PCT suite from its negotiated parts (draft-benaloh-pct-00, 5.2.1): cipher and hash
 * codes, bits of the encryption key and of the MAC key (64 + the cipher spec's fourth byte).
 * Fills *suite, which has no name of its own; 0 bits of encryption make its cipher the NULL cipher.
 * Returns LEGACYSSL_NOT_DERIVABLE, and an empty suite, for unknown or underivable parts: a hash
 * DES_DM, or a key longer than the cipher's standard length, about which the draft says nothing. */
enum legacyssl_error legacyssl_pct1_suite(struct legacyssl_suite *suite, unsigned cipher,
                                          unsigned encryption_bits, unsigned mac_bits,
                                          unsigned hash);

/* ---- derivation ----------------------------------------------------------------------------- */

#define LEGACYSSL_MAX_MAC 48 /* SHA-384 */
#define LEGACYSSL_MAX_KEY 48 /* the MAC secret of SHA-384; PCT needs 40 bytes for 319 bits */
#define LEGACYSSL_MASTER_SECRET_SIZE 48 /* SSL 3.0 and TLS 1.0 */
#define LEGACYSSL_MAX_PROOF 36         /* SSL 3.0 Finished */

/* An input of a step: its name, the specification's, and its bytes. */
struct legacyssl_input {
    const char *name;
    struct legacyssl_bytes bytes;
};

/* One step of a derivation: result = function( inputs ). Good for the length of the call. */
struct legacyssl_step {
    const char *result;   /* the specification's name; a '#' in it stands for ... */
    int number;           /* ... this; -1: it has none */
    const char *function; /* "": the inputs, one after the other; NULL: bytes of the input ... */
    size_t offset;        /* ... from here on */
    const struct legacyssl_input *inputs; /* empty ones count as not there */
    size_t count;
    struct legacyssl_bytes output;
};

/* Who wants to be told the steps of a derivation, in their order. Secrets are among them. */
struct legacyssl_trace {
    void (*step)(void *data, const struct legacyssl_step *step);
    void *data;
};

/* What both sides held when the keys were made. Bytes are borrowed. */
struct legacyssl_secrets {
    enum legacyssl_protocol protocol;
    const struct legacyssl_suite *suite; /* one of this protocol's, else LEGACYSSL_NOT_DERIVABLE */
    struct legacyssl_bytes master_secret;      /* SSL 2.0: whole, or its secret part only */
    struct legacyssl_bytes clear_key;          /* SSL 2.0 export kinds, PCT */
    struct legacyssl_bytes client_random;      /* SSL 2.0 and PCT: 16 to 32 bytes, else 32 */
    struct legacyssl_bytes server_random;      /* SSL 2.0: 16 to 32 bytes, else 32 */
    struct legacyssl_bytes server_certificate; /* PCT: SH_CERTIFICATE_DATA */
    struct legacyssl_bytes key_arg;            /* SSL 2.0 and PCT block ciphers */
    bool des_as_drafted; /* SSL 2.0 DES_64: KEY-MATERIAL-0 without the digit, as the draft has it;
                            OpenSSL and NSS hash the digit there, too */
    bool keeps_low_bits; /* PCT: a key's last byte, if not whole, keeps its low bits instead of its
                            high ones; "removing bits from the end" (5.3.1) can be read so */
    const struct legacyssl_trace *trace; /* NULL: nobody follows the derivation */
    uint16_t rc2_effective_bits; /* PCT's RC2: its effective key length; 0: all bits of the key */
};

/* Bytes that something has at least and at most. */
struct legacyssl_length {
    size_t least, most;
};

/* How long the inputs of a suite's keys are. */
struct legacyssl_lengths {
    struct legacyssl_length client_random, server_random;
    size_t master_secret;
    size_t secret_part; /* SSL 2.0's export kinds: or so long, what is missing is clear_key; else 0 */
    size_t clear_key_unit; /* clear_key is a multiple of this: PCT; else 1 */
    size_t key_arg;        /* 0: it is not looked at */
};

/* The lengths that legacyssl_derive_keys wants for this suite. LEGACYSSL_NOT_DERIVABLE if it is
 * none of this protocol's. */
enum legacyssl_error legacyssl_input_lengths(enum legacyssl_protocol protocol,
                                             const struct legacyssl_suite *suite,
                                             struct legacyssl_lengths *lengths);

struct legacyssl_key {
    uint8_t data[LEGACYSSL_MAX_KEY];
    uint8_t len;
};

struct legacyssl_connection_keys {
    struct legacyssl_key client_write_key, server_write_key;
    struct legacyssl_key client_write_MAC_secret, server_write_MAC_secret;
    struct legacyssl_key client_write_IV, server_write_IV;
};

/* How long the values of each side are: struct legacyssl_connection_keys. */
struct legacyssl_key_lengths {
    size_t write_key, MAC_secret, IV;
};

/* The lengths that a suite's keys have. LEGACYSSL_NOT_DERIVABLE, and zeros, if it is none of this
 * protocol's. */
enum legacyssl_error legacyssl_key_lengths(enum legacyssl_protocol protocol,
                                           const struct legacyssl_suite *suite,
                                           struct legacyssl_key_lengths *lengths);

/* Master secret and randoms to the six values, each of its length; a length of 0 is "has none".
 * SSL 2.0: draft-hickman 5.5.2. PCT: draft-benaloh 5.3.1. SSL 3.0: RFC 6101 6.2.
 * TLS 1.0: RFC 2246 6.3. */
enum legacyssl_error legacyssl_derive_keys(const struct legacyssl_secrets *secrets,
                                           struct legacyssl_connection_keys *keys);

/* premaster secret to master secret, SSL 3.0 (RFC 6101 6.1) and TLS 1.0 (RFC 2246 8.1; with a
 * session hash of 36 bytes RFC 7627 4, and then the randoms are not looked at).
 * Of *secrets go in: protocol, suite (NULL: none that derives_with_prf), the randoms, trace.
 * Other protocols: LEGACYSSL_NOT_DERIVABLE. An empty premaster: LEGACYSSL_MASTER_SECRET_LENGTH.
 * Randoms that are not 32 bytes, a session hash neither empty nor 36: LEGACYSSL_RANDOM_LENGTH; but
 * SSL 3.0 knows no extensions and takes no notice of a session hash. */
enum legacyssl_error legacyssl_master_secret(const struct legacyssl_secrets *secrets,
                                             struct legacyssl_bytes premaster,
                                             struct legacyssl_bytes session_hash,
                                             uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE]);

/* MD5 and SHA-1 of the handshake so far: the session hash of RFC 7627 3 for TLS 1.0. */
enum legacyssl_error legacyssl_session_hash(struct legacyssl_bytes handshake, uint8_t hash[36]);

/* ---- the derivation as text ------------------------------------------------------------------ */

/* Who gets the text of an explanation, piece by piece. Secrets are in it. */
struct legacyssl_explanation {
    const struct legacyssl_secrets
        *secrets; /* protocol, one of the four, and suite are looked at */
    void (*write)(void *data, const char *text, size_t len);
    void (*write_input)(void *data,
                        const struct legacyssl_input *input); /* for the name of an input
                                                                 in a formula; NULL: write */
    void *data;
};

/* Which specification, and which of its parts; whether the master secret is made, too, and how. */
void legacyssl_explain_heading(const struct legacyssl_explanation *explanation, bool has_premaster,
                               bool has_session_hash);

/* A step: the formula, its inputs and what comes of it. For struct legacyssl_trace: `explanation`
 * is a const struct legacyssl_explanation. */
void legacyssl_explain_step(void *explanation, const struct legacyssl_step *step);

/* What the step makes, by its name; and the right side of its formula, as the specification writes
 * it. */
void legacyssl_explain_result(const struct legacyssl_explanation *explanation,
                              const struct legacyssl_step *step);
void legacyssl_explain_formula(const struct legacyssl_explanation *explanation,
                               const struct legacyssl_step *step);

/* The six values, a line each. */
void legacyssl_explain_keys(const struct legacyssl_explanation *explanation,
                            const struct legacyssl_connection_keys *keys);

/* ---- proofs ---------------------------------------------------------------------------------- */

/* What one side's proof of the handshake is made of, beside the secrets. */
struct legacyssl_transcript {
    struct legacyssl_bytes handshake;    /* SSL 3.0, TLS 1.0: all messages before this Finished */
    struct legacyssl_bytes client_hello; /* PCT: the messages without record header */
    struct legacyssl_bytes server_hello;
    struct legacyssl_bytes session_id;
};

/* The bytes by which `side` proves the handshake, into `proof`, their number into *len.
 * SSL 2.0: CHALLENGE in SERVER-VERIFY, CONNECTION-ID in CLIENT-FINISHED (5.6.2, 5.5.4).
 * PCT: VERIFY_PRELUDE (5.2.3), RESPONSE (5.2.4). SSL 3.0: RFC 6101 5.6.9.
 * TLS 1.0: RFC 2246 7.4.9. LEGACYSSL_NOT_DERIVABLE if *keys, where they go in, are not this suite's. */
enum legacyssl_error legacyssl_handshake_proof(const struct legacyssl_secrets *secrets,
                                               const struct legacyssl_connection_keys *keys,
                                               const struct legacyssl_transcript *transcript,
                                               enum legacyssl_side side,
                                               uint8_t proof[LEGACYSSL_MAX_PROOF], size_t *len);

/* ---- records -------------------------------------------------------------------------------- */

/* The sender's half of a connection: its keys set up in cipher and MAC handles. Where its cipher
 * stands in the stream is not in here, see struct legacyssl_position. */
struct legacyssl_write_state;

struct legacyssl_record_options { /* extensions of TLS; the other protocols take no notice */
    bool encrypt_then_mac; /* RFC 7366; counts for block ciphers only */
    bool truncated_hmac;   /* RFC 3546 3.5 */
};

/* Where a sender's cipher stands between two records: a plain value, to be copied to remember the
 * place and given again to come back to it. CBC: the last ciphertext block. RC4: its state. */
struct legacyssl_position {
    union {
        uint8_t chain[16];
        struct {
            uint8_t i, j, s[256];
        } rc4;
    };
};

/* One record, its header already taken apart. The body is borrowed. */
struct legacyssl_record {
    uint8_t type;      /* SSL 3.0, TLS 1.0 */
    uint16_t version;  /* TLS 1.0: as it stands in the record header */
    uint8_t padding;   /* SSL 2.0, PCT: PADDING-LENGTH of the record header */
    uint64_t sequence; /* the caller counts; SSL 2.0 and PCT use the low 32 bits */
    struct legacyssl_bytes body;
};

/* The values of Wireshark's checksum status fields. */
enum legacyssl_status {
    LEGACYSSL_BAD = 0,
    LEGACYSSL_GOOD = 1,
    LEGACYSSL_UNVERIFIED = 2,
    LEGACYSSL_NOT_PRESENT = 3
};

/* A record taken apart: offsets and lengths, and the verdicts. */
struct legacyssl_opened {
    size_t plaintext_len;        /* bytes written to the caller's buffer */
    size_t data_offset, data_len; /* in the plaintext */
    size_t padding_offset, padding_len; /* in the plaintext, with its length byte if there is one */
    size_t mac_offset, mac_len;         /* in the plaintext, or in the body if !mac_is_encrypted */
    bool mac_is_encrypted;
    uint8_t expected_mac[LEGACYSSL_MAX_MAC]; /* mac_len bytes; only after legacyssl_record_open */
    enum legacyssl_status mac_status;
    enum legacyssl_status padding_status; /* NOT_PRESENT where the protocol checks no padding */
};

/* Set up `side`'s write state from its keys; *start becomes the position of its first record.
 * On success *state is the caller's, to be given to legacyssl_write_state_free.
 * LEGACYSSL_NOT_DERIVABLE if *keys are not this suite's, for instance after a failed derivation. */
enum legacyssl_error legacyssl_write_state_new(const struct legacyssl_secrets *secrets,
                                               const struct legacyssl_connection_keys *keys,
                                               enum legacyssl_side side,
                                               struct legacyssl_record_options options,
                                               struct legacyssl_write_state **state,
                                               struct legacyssl_position *start);

/* Close the handles and wipe the keys. NULL is allowed. */
void legacyssl_write_state_free(struct legacyssl_write_state *state);

/* How many bytes of a position this cipher uses, from its begin: 0, the block size or all of it.
 * Those need keeping. 0 for no suite. */
size_t legacyssl_position_size(const struct legacyssl_suite *suite);

/* Move an RC4 position on by `bytes` of keystream without any text; others stay as they are. */
void legacyssl_position_skip(const struct legacyssl_suite *suite,
                             struct legacyssl_position *position, size_t bytes);

/* What can be said of records that nobody has seen, for a capture that lacks some: how many bytes
 * of a body are not encrypted (its MAC, where that stands outside), and how many a body has at
 * least. */
size_t legacyssl_clear_len(const struct legacyssl_write_state *state);
size_t legacyssl_min_body(const struct legacyssl_write_state *state);

/* Move a block cipher's position behind a record of which only the last bytes are known, `end`;
 * false if they are too few. Other ciphers: false. */
bool legacyssl_position_behind(const struct legacyssl_write_state *state,
                               struct legacyssl_bytes end, struct legacyssl_position *position);

/* Decrypt `record`, which begins at *position, into `plaintext` (record->body.len bytes at least)
 * and take it apart; *position moves to the record's end. Checks the padding, not the MAC:
 * mac_status is UNVERIFIED or NOT_PRESENT. On LEGACYSSL_NOT_WHOLE_BLOCKS and LEGACYSSL_TOO_SHORT
 * *opened holds what could be told (plaintext_len). A body of more than legacyssl_max_body:
 * LEGACYSSL_TOO_LONG. */
enum legacyssl_error legacyssl_record_decrypt(struct legacyssl_write_state *state,
                                              struct legacyssl_position *position,
                                              const struct legacyssl_record *record,
                                              uint8_t *plaintext, struct legacyssl_opened *opened);

/* legacyssl_record_decrypt, and the verdict on the MAC. No side effect but on *position: the same
 * record at the same position and sequence number always gets the same verdict. */
enum legacyssl_error legacyssl_record_open(struct legacyssl_write_state *state,
                                           struct legacyssl_position *position,
                                           const struct legacyssl_record *record,
                                           uint8_t *plaintext, struct legacyssl_opened *opened);

#define LEGACYSSL_SSL2_KEY_ARG_SIZE 8 /* draft-hickman 5.5.2 */

/* The KEY-ARG of an SSL 2.0 session with a block cipher whose first handshake nobody has: `record`
 * is the first that `side` encrypted under `secrets`, whose key_arg is ignored.
 * LEGACYSSL_KEY_ARG_LENGTH if the record does not agree with the other secrets. */
enum legacyssl_error legacyssl_ssl2_recover_key_arg(const struct legacyssl_secrets *secrets,
                                                    enum legacyssl_side side,
                                                    const struct legacyssl_record *record,
                                                    uint8_t key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE]);

/* Overwrite `len` bytes of secrets that are no longer needed; unlike memset it is never optimised
 * away. */
void legacyssl_wipe(void *memory, size_t len);

/* ---- what a protocol is, for callers that draw ---------------------------------------------- */

/* "SSL 2.0", "PCT 1.0", "SSL 3.0", "TLS 1.0"; of a number that is none of them "no protocol", and
 * false and 0 below. */
const char *legacyssl_protocol_name(enum legacyssl_protocol protocol);

/* 0x0002, 0x8001, 0x0300, 0x0301: the version field of its hello and records. */
uint16_t legacyssl_protocol_version(enum legacyssl_protocol protocol);

/* Whether sequence numbers count the handshake records in the clear, too (SSL 2.0, PCT), or begin
 * with 0 at ChangeCipherSpec (SSL 3.0, TLS 1.0). */
bool legacyssl_counts_cleartext_records(enum legacyssl_protocol protocol);

/* The longest record body that the protocol allows. */
size_t legacyssl_max_body(enum legacyssl_protocol protocol);

#ifdef __cplusplus
}
#endif

#endif
