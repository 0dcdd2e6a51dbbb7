/* record.c - open a record: decrypt, split, check padding, check MAC, verdict
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "cipher.h"
#include "digest.h"
#include "key_block.h"
#include "libgcrypt.h"
#include "rc4.h"

#include <string.h>

#define TRUNCATED_HMAC_SIZE 10 /* RFC 3546 3.5 */

static enum legacyssl_error open_cipher(struct legacyssl_write_state *state,
                                        const struct legacyssl_secrets *secrets,
                                        struct legacyssl_bytes key, struct legacyssl_bytes iv,
                                        struct legacyssl_position *start)
{
    const struct legacyssl_cipher *cipher = state->suite->cipher;
    const unsigned effective_bits = secrets->rc2_effective_bits;

    state->has_own_rc2 = effective_bits != 0 && cipher->algorithm == GCRY_CIPHER_RFC2268_128;
    if (state->has_own_rc2 && effective_bits > RC2_MAX_BITS)
        return LEGACYSSL_NOT_DERIVABLE;
    if (state->has_own_rc2)
        rc2_expand(&state->rc2, key, effective_bits);
    return cipher_start(cipher, key, iv, &state->cipher, start);
}

static enum legacyssl_error open_mac(struct legacyssl_write_state *state)
{
    const unsigned flags = state->ops->mac_is_hmac ? GCRY_MD_FLAG_HMAC : 0;

    if (state->mac_size == 0)
        return LEGACYSSL_OK;
    if (gcry_md_open(&state->mac, state->suite->mac->algorithm, flags) != 0)
        return LEGACYSSL_LIBGCRYPT;
    if (state->ops->mac_is_hmac &&
        gcry_md_setkey(state->mac, state->mac_secret.data, state->mac_secret.len) != 0)
        return LEGACYSSL_LIBGCRYPT;
    return LEGACYSSL_OK;
}

/* Keys as derive_keys makes them for this suite, not the wiped ones that it leaves on an error. */
static bool keys_fit(const struct legacyssl_secrets *secrets, const struct legacyssl_key *key,
                     const struct legacyssl_key *iv, const struct legacyssl_key *mac_secret)
{
    struct legacyssl_key_lengths lengths;

    return legacyssl_key_lengths(secrets->protocol, secrets->suite, &lengths) == LEGACYSSL_OK &&
           key->len == lengths.write_key && iv->len == lengths.IV &&
           mac_secret->len == lengths.MAC_secret;
}

static uint8_t wire_mac_size(const struct protocol_ops *ops, const struct legacyssl_suite *suite,
                             struct legacyssl_record_options options)
{
    const bool truncated =
        options.truncated_hmac && ops->mac_is_hmac && suite->mac->size > TRUNCATED_HMAC_SIZE;

    return truncated ? TRUNCATED_HMAC_SIZE : suite->mac->size;
}

enum legacyssl_error legacyssl_write_state_new(const struct legacyssl_secrets *secrets,
                                               const struct legacyssl_connection_keys *keys,
                                               enum legacyssl_side side,
                                               struct legacyssl_record_options options,
                                               struct legacyssl_write_state **out,
                                               struct legacyssl_position *start)
{
    const bool client = side == LEGACYSSL_CLIENT;
    const struct legacyssl_key *key = client ? &keys->client_write_key : &keys->server_write_key;
    const struct legacyssl_key *iv = client ? &keys->client_write_IV : &keys->server_write_IV;
    const struct legacyssl_key *mac_secret =
        client ? &keys->client_write_MAC_secret : &keys->server_write_MAC_secret;
    const struct protocol_ops *ops = protocol_ops(secrets->protocol);

    *out = NULL;
    if (!keys_fit(secrets, key, iv, mac_secret))
        return LEGACYSSL_NOT_DERIVABLE;
    libgcrypt_prepare();
    struct legacyssl_write_state *state = gcry_calloc(1, sizeof *state);
    if (state == NULL)
        return LEGACYSSL_LIBGCRYPT;
    state->ops = ops;
    state->suite = secrets->suite;
    state->mac_secret = *mac_secret;
    state->mac_size = wire_mac_size(ops, state->suite, options);
    state->encrypt_then_mac =
        options.encrypt_then_mac && ops->mac_is_hmac && !suite_is_stream(state->suite);

    enum legacyssl_error error = open_cipher(state, secrets, key_bytes(key), key_bytes(iv), start);
    if (error == LEGACYSSL_OK)
        error = open_mac(state);
    if (error != LEGACYSSL_OK) {
        legacyssl_write_state_free(state);
        return error;
    }
    *out = state;
    return LEGACYSSL_OK;
}

void legacyssl_write_state_free(struct legacyssl_write_state *state)
{
    if (state == NULL)
        return;
    gcry_cipher_close(state->cipher);
    gcry_md_close(state->mac);
    legacyssl_wipe(state, sizeof *state);
    gcry_free(state);
}

static bool is_rc4(const struct legacyssl_suite *suite)
{
    return suite != NULL && suite->cipher != NULL && suite->cipher->algorithm == GCRY_CIPHER_ARCFOUR;
}

size_t legacyssl_position_size(const struct legacyssl_suite *suite)
{
    if (is_rc4(suite))
        return sizeof(struct legacyssl_position);
    return suite != NULL && suite->cipher != NULL ? suite->cipher->iv_size : 0;
}

void legacyssl_position_skip(const struct legacyssl_suite *suite,
                             struct legacyssl_position *position, size_t bytes)
{
    if (is_rc4(suite))
        rc4_skip(position, bytes);
}

/* Where the MAC stands outside the encryption: PCT, and RFC 7366. */
static bool mac_is_outside(const struct legacyssl_write_state *state)
{
    return state->ops->mac_place == MAC_AFTER_CIPHERTEXT || state->encrypt_then_mac;
}

size_t legacyssl_clear_len(const struct legacyssl_write_state *state)
{
    return mac_is_outside(state) ? state->mac_size : 0;
}

/* RFC 2246 6.2.3.2: one byte of padding at least; the other protocols can do without. */
size_t legacyssl_min_body(const struct legacyssl_write_state *state)
{
    const size_t block = state->suite->cipher->iv_size, clear = legacyssl_clear_len(state);
    size_t least = state->mac_size - clear;

    if (block == 0)
        return clear + least;
    least += state->ops->padding_kind != PADDING_IN_HEADER;
    return clear + (least + block - 1) / block * block;
}

bool legacyssl_position_behind(const struct legacyssl_write_state *state,
                               struct legacyssl_bytes end, struct legacyssl_position *position)
{
    const size_t block = state->suite->cipher->iv_size, clear = legacyssl_clear_len(state);

    if (block == 0 || end.len < block + clear)
        return false;
    memcpy(position->chain, end.data + end.len - clear - block, block);
    return true;
}

static size_t encrypted_len(const struct legacyssl_write_state *state,
                            const struct legacyssl_record *record)
{
    return record->body.len - legacyssl_clear_len(state);
}

/* RFC 2246 6.2.3.2, RFC 6101 5.2.3.2: the last byte counts the padding before it. A padding that
 * doesn't fit is taken as none, so that the MAC has its say. */
static enum legacyssl_status split_trailing_padding(const struct legacyssl_write_state *state,
                                                    const uint8_t *plaintext, size_t mac_len,
                                                    struct legacyssl_opened *opened)
{
    const size_t total = opened->plaintext_len;
    const size_t length = plaintext[total - 1];
    const bool all_bytes = state->ops->padding_kind == PADDING_ALL_BYTES;

    opened->padding_len = 1;
    opened->padding_offset = total - 1;
    if (length + 1 + mac_len > total || (!all_bytes && length >= state->suite->cipher->iv_size))
        return LEGACYSSL_BAD;
    opened->padding_len = length + 1;
    opened->padding_offset = total - opened->padding_len;
    for (size_t i = opened->padding_offset; all_bytes && i < total; i++)
        if (plaintext[i] != length)
            return LEGACYSSL_BAD;
    return LEGACYSSL_GOOD;
}

static enum legacyssl_error split_padding(const struct legacyssl_write_state *state,
                                          const struct legacyssl_record *record,
                                          const uint8_t *plaintext, size_t mac_len,
                                          struct legacyssl_opened *opened)
{
    opened->padding_status = LEGACYSSL_NOT_PRESENT;
    if (state->ops->padding_kind == PADDING_IN_HEADER) {
        if (record->padding + mac_len > opened->plaintext_len)
            return LEGACYSSL_PADDING_TOO_LONG;
        opened->padding_len = record->padding;
        opened->padding_offset = opened->plaintext_len - record->padding;
    } else if (!suite_is_stream(state->suite)) {
        if (opened->plaintext_len < mac_len + 1)
            return LEGACYSSL_TOO_SHORT;
        opened->padding_status = split_trailing_padding(state, plaintext, mac_len, opened);
    } else {
        opened->padding_offset = opened->plaintext_len;
    }
    return LEGACYSSL_OK;
}

/* Plaintext into MAC, data and padding, in the order that the protocol has. */
static enum legacyssl_error split(const struct legacyssl_write_state *state,
                                  const struct legacyssl_record *record, const uint8_t *plaintext,
                                  struct legacyssl_opened *opened)
{
    const size_t mac_len = opened->mac_is_encrypted ? opened->mac_len : 0;

    if (opened->plaintext_len < mac_len)
        return LEGACYSSL_TOO_SHORT;
    enum legacyssl_error error = split_padding(state, record, plaintext, mac_len, opened);
    if (error != LEGACYSSL_OK)
        return error;
    opened->data_len = opened->padding_offset - mac_len;
    if (!opened->mac_is_encrypted)
        opened->mac_offset = opened->plaintext_len;
    else if (state->ops->mac_place == MAC_BEFORE_DATA)
        opened->data_offset = mac_len;
    else
        opened->mac_offset = opened->data_len;
    return LEGACYSSL_OK;
}

static enum legacyssl_error decrypt(const struct legacyssl_write_state *state,
                                    struct legacyssl_position *position, struct legacyssl_bytes in,
                                    uint8_t *out)
{
    if (!state->has_own_rc2)
        return cipher_decrypt(state->suite->cipher, state->cipher, position, in, out);
    rc2_cbc_decrypt(&state->rc2, position, in, out);
    return LEGACYSSL_OK;
}

enum legacyssl_error legacyssl_record_decrypt(struct legacyssl_write_state *state,
                                              struct legacyssl_position *position,
                                              const struct legacyssl_record *record,
                                              uint8_t *plaintext, struct legacyssl_opened *opened)
{
    const size_t block = state->suite->cipher->iv_size;

    memset(opened, 0, sizeof *opened);
    opened->mac_status = state->mac_size != 0 ? LEGACYSSL_UNVERIFIED : LEGACYSSL_NOT_PRESENT;
    opened->padding_status = LEGACYSSL_NOT_PRESENT;
    opened->mac_is_encrypted = !mac_is_outside(state);
    if (record->body.len > state->ops->max_body)
        return LEGACYSSL_TOO_LONG;
    if (!opened->mac_is_encrypted && record->body.len < state->mac_size)
        return LEGACYSSL_TOO_SHORT;

    size_t len = encrypted_len(state, record);
    const size_t ragged = block != 0 ? len % block : 0;
    len -= ragged;
    enum legacyssl_error error =
        decrypt(state, position, (struct legacyssl_bytes){record->body.data, len}, plaintext);
    if (error != LEGACYSSL_OK)
        return error;
    opened->plaintext_len = len;
    if (ragged != 0)
        return LEGACYSSL_NOT_WHOLE_BLOCKS;
    opened->mac_len = state->mac_size;
    return split(state, record, plaintext, opened);
}

static enum legacyssl_status check_mac(const struct legacyssl_write_state *state,
                                       const struct legacyssl_record *record,
                                       const uint8_t *plaintext, struct legacyssl_opened *opened)
{
    const uint8_t *mac = opened->mac_is_encrypted ? plaintext : record->body.data;
    struct mac_input input = {
        .record = record,
        .text = {plaintext + opened->data_offset, opened->data_len},
        .padding = {plaintext + opened->padding_offset, opened->padding_len},
    };

    if (state->encrypt_then_mac) /* RFC 7366 3: the MAC covers the ciphertext */
        input.text = (struct legacyssl_bytes){record->body.data, encrypted_len(state, record)};
    state->ops->record_mac(state, &input, opened->expected_mac);
    return memcmp(opened->expected_mac, mac + opened->mac_offset, opened->mac_len) == 0
               ? LEGACYSSL_GOOD
               : LEGACYSSL_BAD;
}

enum legacyssl_error legacyssl_record_open(struct legacyssl_write_state *state,
                                           struct legacyssl_position *position,
                                           const struct legacyssl_record *record,
                                           uint8_t *plaintext, struct legacyssl_opened *opened)
{
    enum legacyssl_error error =
        legacyssl_record_decrypt(state, position, record, plaintext, opened);
    if (error == LEGACYSSL_OK && opened->mac_status == LEGACYSSL_UNVERIFIED)
        opened->mac_status = check_mac(state, record, plaintext, opened);
    return error;
}
