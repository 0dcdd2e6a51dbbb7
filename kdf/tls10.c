/* tls10.c - TLS 1.0, RFC 2246, with RFC 7627
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "digest.h"
#include "key_block.h"
#include "prf.h"

#include <string.h>

#define VERIFY_DATA_SIZE 12

/* 6.3.1: final_client_write_key = PRF(client_write_key, "client write key",
 *                                     client_random + server_random); the server's likewise. */
static enum legacyssl_error make_final_key(const struct legacyssl_secrets *secrets,
                                           const char *result, const char *name,
                                           struct legacyssl_input label, struct legacyssl_key *key)
{
    const size_t len = secrets->suite->cipher->expanded_key_material;
    uint8_t final[LEGACYSSL_MAX_KEY];
    enum legacyssl_error error =
        prf(secrets->trace, result, (struct legacyssl_input){name, key_bytes(key)}, label,
            prf_client_random(secrets), prf_server_random(secrets), final, len);

    if (error == LEGACYSSL_OK)
        key_set(key, BYTES(final, len));
    legacyssl_wipe(final, sizeof final);
    return error;
}

/* 6.3.1: iv_block = PRF("", "IV block", client_random + server_random), client's IV first. */
static enum legacyssl_error make_ivs(const struct legacyssl_secrets *secrets,
                                     struct legacyssl_connection_keys *keys)
{
    const size_t len = secrets->suite->cipher->iv_size;
    uint8_t iv_block[2 * LEGACYSSL_MAX_KEY];

    if (len == 0)
        return LEGACYSSL_OK;
    enum legacyssl_error error =
        prf(secrets->trace, "iv_block", (struct legacyssl_input){"\"\"", STRING("")},
            PRF_LABEL("IV block"), prf_client_random(secrets), prf_server_random(secrets), iv_block,
            2 * len);

    if (error != LEGACYSSL_OK)
        return error;
    struct key_block block = key_block_of(iv_block, "iv_block", secrets->trace);
    key_block_take(&block, &keys->client_write_IV, len, "client_write_IV");
    key_block_take(&block, &keys->server_write_IV, len, "server_write_IV");
    return LEGACYSSL_OK;
}

static enum legacyssl_error make_final(const struct legacyssl_secrets *secrets,
                                       struct legacyssl_connection_keys *keys)
{
    enum legacyssl_error error =
        make_final_key(secrets, "final_client_write_key", "client_write_key",
                       PRF_LABEL("client write key"), &keys->client_write_key);
    if (error == LEGACYSSL_OK)
        error = make_final_key(secrets, "final_server_write_key", "server_write_key",
                               PRF_LABEL("server write key"), &keys->server_write_key);
    if (error == LEGACYSSL_OK)
        error = make_ivs(secrets, keys);
    return error;
}

static bool tls10_has_suite(const struct legacyssl_suite *suite)
{
    return suite_is_row(ssl3_suites, suite);
}

static enum legacyssl_error tls10_derive_keys(const struct legacyssl_secrets *secrets,
                                              struct legacyssl_connection_keys *keys)
{
    uint8_t key_block[KEY_BLOCK_MAX];

    enum legacyssl_error error = prf_key_block(secrets, key_block);
    if (error == LEGACYSSL_OK)
        key_block_carve(secrets, key_block, keys);
    if (error == LEGACYSSL_OK && secrets->suite->cipher->is_exportable)
        error = make_final(secrets, keys);
    legacyssl_wipe(key_block, sizeof key_block);
    return error;
}

/* 6.2.3.1: HMAC_hash(MAC_write_secret, seq_num + TLSCompressed.type + TLSCompressed.version +
 *                    TLSCompressed.length + TLSCompressed.fragment); of a truncated HMAC its first
 * bytes (RFC 3546 3.5). RFC 7366 3 has the same form with the ciphertext as the fragment. */
static void tls10_record_mac(const struct legacyssl_write_state *state,
                             const struct mac_input *input, uint8_t *mac)
{
    uint8_t header[8 + 1 + 2 + 2];

    put_be64(header, input->record->sequence);
    header[8] = input->record->type;
    put_be16(header + 9, input->record->version);
    put_be16(header + 11, (uint16_t)input->text.len);
    gcry_md_reset(state->mac);
    md_write(state->mac, BYTES(header, sizeof header));
    md_write(state->mac, input->text);
    memcpy(mac, gcry_md_read(state->mac, 0), state->mac_size);
}

/* 7.4.9: verify_data = PRF(master_secret, finished_label, MD5(handshake_messages) +
 *                          SHA-1(handshake_messages))[0..11] */
static enum legacyssl_error tls10_handshake_proof(const struct legacyssl_secrets *secrets,
                                                  const struct legacyssl_connection_keys *keys,
                                                  const struct legacyssl_transcript *transcript,
                                                  enum legacyssl_side side, uint8_t *proof,
                                                  size_t *len)
{
    const struct legacyssl_input label =
        side == LEGACYSSL_CLIENT ? PRF_LABEL("client finished") : PRF_LABEL("server finished");
    uint8_t hash[PRF_SESSION_HASH_SIZE];

    (void)keys;
    if (secrets->master_secret.len != LEGACYSSL_MASTER_SECRET_SIZE)
        return LEGACYSSL_MASTER_SECRET_LENGTH;
    enum legacyssl_error error = legacyssl_session_hash(transcript->handshake, hash);
    if (error == LEGACYSSL_OK)
        error = prf(secrets->trace, "verify_data",
                    (struct legacyssl_input){"master_secret", secrets->master_secret}, label,
                    (struct legacyssl_input){"MD5(handshake_messages) + SHA-1(handshake_messages)",
                                             BYTES(hash, sizeof hash)},
                    (struct legacyssl_input){"", {NULL, 0}}, proof, VERIFY_DATA_SIZE);
    if (error == LEGACYSSL_OK)
        *len = VERIFY_DATA_SIZE;
    return error;
}

const struct protocol_ops tls10_protocol = {
    .name = "TLS 1.0",
    .version = 0x0301,
    .counts_cleartext_records = false,
    .max_body = (1 << 14) + 2048,
    .mac_place = MAC_AFTER_DATA,
    .padding_kind = PADDING_ALL_BYTES,
    .mac_is_hmac = true,
    .suites = ssl3_suites,
    .has_suite = tls10_has_suite,
    .lengths = key_block_lengths,
    .mac_secret_size = key_block_mac_secret_size,
    .derive_keys = tls10_derive_keys,
    .master_secret = prf_master_secret,
    .record_mac = tls10_record_mac,
    .handshake_proof = tls10_handshake_proof,
};
