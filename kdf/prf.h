/* prf.h - the pseudo-random function of TLS 1.0, and what is made with it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_PRF_H
#define KDF_PRF_H

#include "digest.h"
#include "legacyssl-kdf.h"

#define PRF_SESSION_HASH_SIZE (MD5_SIZE + SHA1_SIZE)
#define PRF_LABEL(literal) ((struct legacyssl_input){"\"" literal "\"", STRING(literal)})

static inline struct legacyssl_input prf_client_random(const struct legacyssl_secrets *secrets)
{
    return (struct legacyssl_input){"client_random", secrets->client_random};
}

static inline struct legacyssl_input prf_server_random(const struct legacyssl_secrets *secrets)
{
    return (struct legacyssl_input){"server_random", secrets->server_random};
}

/* RFC 2246 5: `len` bytes, at most KEY_BLOCK_MAX, of PRF(secret, label, seed_1 + seed_2) into
 * `out`, told as `result`. Seeds longer than any of the protocol's: LEGACYSSL_RANDOM_LENGTH. */
enum legacyssl_error prf(const struct legacyssl_trace *trace, const char *result,
                         struct legacyssl_input secret, struct legacyssl_input label,
                         struct legacyssl_input seed_1, struct legacyssl_input seed_2, uint8_t *out,
                         size_t len);

/* RFC 2246 6.3: the suite's key_block from the master secret; key_block_len(suite) bytes. */
enum legacyssl_error prf_key_block(const struct legacyssl_secrets *secrets, uint8_t *key_block);

/* RFC 2246 8.1, with a session hash RFC 7627 4: see legacyssl_master_secret. */
enum legacyssl_error prf_master_secret(const struct legacyssl_secrets *secrets,
                                       struct legacyssl_bytes premaster,
                                       struct legacyssl_bytes session_hash, uint8_t *master);

#endif
