/* key_block.c - carving a run of key material into the six values
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key_block.h"

#include "trace.h"

#include <string.h>

#define RANDOM_SIZE 32 /* RFC 6101 5.6.1.2, RFC 2246 7.4.1.2 */

void key_set(struct legacyssl_key *key, struct legacyssl_bytes bytes)
{
    if (bytes.len != 0)
        memcpy(key->data, bytes.data, bytes.len);
    key->len = (uint8_t)bytes.len;
}

void key_block_take(struct key_block *block, struct legacyssl_key *key, size_t len,
                    const char *result)
{
    key_set(key, (struct legacyssl_bytes){block->next, len});
    trace_taken(block->trace, result, block->name, (size_t)(block->next - block->start),
                key_bytes(key));
    block->next += len;
}

bool key_block_check_randoms(struct legacyssl_bytes client_random,
                             struct legacyssl_bytes server_random)
{
    return client_random.len == RANDOM_SIZE && server_random.len == RANDOM_SIZE;
}

void key_block_lengths(const struct legacyssl_suite *suite, struct legacyssl_lengths *lengths)
{
    (void)suite;
    lengths->master_secret = LEGACYSSL_MASTER_SECRET_SIZE;
    lengths->client_random = lengths->server_random =
        (struct legacyssl_length){RANDOM_SIZE, RANDOM_SIZE};
}

/* RFC 2246 6.3: client_write_IV and server_write_IV "are only generated for non-export block
 * ciphers". */
static size_t iv_material(const struct legacyssl_cipher *cipher)
{
    return cipher->is_exportable ? 0 : cipher->iv_size;
}

size_t key_block_mac_secret_size(const struct legacyssl_suite *suite)
{
    return suite->mac->size;
}

size_t key_block_len(const struct legacyssl_suite *suite)
{
    return 2 *
           (key_block_mac_secret_size(suite) + suite->cipher->key_material + iv_material(suite->cipher));
}

void key_block_carve(const struct legacyssl_secrets *secrets, const uint8_t *key_block,
                     struct legacyssl_connection_keys *keys)
{
    const struct legacyssl_suite *suite = secrets->suite;
    const size_t mac_len = key_block_mac_secret_size(suite), key_len = suite->cipher->key_material;
    const size_t iv_len = iv_material(suite->cipher);
    struct key_block block = key_block_of(key_block, "key_block", secrets->trace);

    key_block_take(&block, &keys->client_write_MAC_secret, mac_len, "client_write_MAC_secret");
    key_block_take(&block, &keys->server_write_MAC_secret, mac_len, "server_write_MAC_secret");
    key_block_take(&block, &keys->client_write_key, key_len, "client_write_key");
    key_block_take(&block, &keys->server_write_key, key_len, "server_write_key");
    key_block_take(&block, &keys->client_write_IV, iv_len, "client_write_IV");
    key_block_take(&block, &keys->server_write_IV, iv_len, "server_write_IV");
}
