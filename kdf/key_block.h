/* key_block.h - carving a run of key material into the six values
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_KEY_BLOCK_H
#define KDF_KEY_BLOCK_H

#include "legacyssl-kdf.h"

/* The most that any suite needs, 2 * (48 MAC + 32 key + 16 IV), in whole MD5s. */
#define KEY_BLOCK_MAX 192

/* What is left of a key block, taken from the front. */
struct key_block {
    const uint8_t *start, *next;
    const char *name; /* what the steps that take from it call it */
    const struct legacyssl_trace *trace;
};

static inline struct key_block key_block_of(const uint8_t *bytes, const char *name,
                                            const struct legacyssl_trace *trace)
{
    return (struct key_block){bytes, bytes, name, trace};
}

/* The next `len` bytes of the block, at most LEGACYSSL_MAX_KEY, become `key`, told as `result`. */
void key_block_take(struct key_block *block, struct legacyssl_key *key, size_t len,
                    const char *result);

/* `key` becomes a copy of `bytes`, at most LEGACYSSL_MAX_KEY. */
void key_set(struct legacyssl_key *key, struct legacyssl_bytes bytes);

static inline struct legacyssl_bytes key_bytes(const struct legacyssl_key *key)
{
    return (struct legacyssl_bytes){key->data, key->len};
}

/* SSL 3.0 and TLS 1.0: whether the randoms have the length that both protocols fix. */
bool key_block_check_randoms(struct legacyssl_bytes client_random,
                             struct legacyssl_bytes server_random);

/* SSL 3.0 and TLS 1.0: the lengths of master_secret and randoms, which both fix. */
void key_block_lengths(const struct legacyssl_suite *suite, struct legacyssl_lengths *lengths);

/* SSL 3.0 and TLS 1.0: how long the MAC secrets of a suite are. */
size_t key_block_mac_secret_size(const struct legacyssl_suite *suite);

/* SSL 3.0 and TLS 1.0: how many bytes of key_block a suite takes, at most KEY_BLOCK_MAX. */
size_t key_block_len(const struct legacyssl_suite *suite);

/* SSL 3.0 and TLS 1.0: the key_block into the six values. With an exportable cipher the write keys
 * are only the material of the final keys yet, and there are no IVs. */
void key_block_carve(const struct legacyssl_secrets *secrets, const uint8_t *key_block,
                     struct legacyssl_connection_keys *keys);

#endif
