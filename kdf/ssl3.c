/* ssl3.c - SSL 3.0, RFC 6101
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "digest.h"
#include "key_block.h"
#include "prf.h"
#include "trace.h"

#include <string.h>

#define MAX_PAD 48
#define BLOCKS "the blocks, one after the other"

/* 6.1 and 6.2.2 have one form: MD5(secret + SHA('A' + secret + random_1 + random_2)) +
 *                              MD5(secret + SHA('BB' + secret + random_1 + random_2)) + ...
 * `out` has room for whole MD5s, `len` rounded up. */
static enum legacyssl_error expand(const struct legacyssl_trace *trace,
                                   struct legacyssl_input secret, struct legacyssl_input random_1,
                                   struct legacyssl_input random_2, uint8_t *out, size_t len)
{
    char salt[KEY_BLOCK_MAX / MD5_SIZE + sizeof "''"] = "'"; /* in quotation marks */
    uint8_t sha[SHA1_SIZE];
    enum legacyssl_error error = LEGACYSSL_OK;

    for (size_t i = 0; error == LEGACYSSL_OK && i * MD5_SIZE < len; i++) {
        const struct step_name inner = {"SHA", "inner hash #", (int)i + 1};
        const struct step_name outer = {"MD5", "block #", (int)i + 1};

        memset(salt + 1, (int)('A' + i), i + 1);
        salt[i + 2] = '\'';
        error = traced_digest(trace, inner, GCRY_MD_SHA1,
                              INPUTS({salt, BYTES(salt + 1, i + 1)}, secret, random_1, random_2),
                              sha, sizeof sha);
        if (error == LEGACYSSL_OK)
            error = traced_digest(trace, outer, GCRY_MD_MD5,
                                  INPUTS(secret, {"inner hash", BYTES(sha, sizeof sha)}),
                                  out + i * MD5_SIZE, MD5_SIZE);
    }
    legacyssl_wipe(sha, sizeof sha);
    return error;
}

static bool derives_with_prf(const struct legacyssl_suite *suite)
{
    return suite != NULL && suite->derives_with_prf;
}

/* 6.1: master_secret, from the premaster secret, client's random first. SSL 3.0 knows no extensions
 * and so no session hash. */
static enum legacyssl_error ssl3_master_secret(const struct legacyssl_secrets *secrets,
                                               struct legacyssl_bytes premaster,
                                               struct legacyssl_bytes session_hash, uint8_t *master)
{
    (void)session_hash;
    if (!key_block_check_randoms(secrets->client_random, secrets->server_random))
        return LEGACYSSL_RANDOM_LENGTH;
    if (derives_with_prf(secrets->suite))
        return prf_master_secret(secrets, premaster, BYTES(NULL, 0), master);
    const enum legacyssl_error error =
        expand(secrets->trace, (struct legacyssl_input){"pre_master_secret", premaster},
               (struct legacyssl_input){"ClientHello.random", secrets->client_random},
               (struct legacyssl_input){"ServerHello.random", secrets->server_random}, master,
               LEGACYSSL_MASTER_SECRET_SIZE);
    if (error == LEGACYSSL_OK)
        trace_taken(secrets->trace, "master_secret", BLOCKS, 0,
                    BYTES(master, LEGACYSSL_MASTER_SECRET_SIZE));
    return error;
}

/* 6.2.2.1: `out` = the first `len` bytes of MD5(key + random_1 + random_2). */
static enum legacyssl_error export_value(const struct legacyssl_trace *trace, const char *result,
                                         struct legacyssl_input key,
                                         struct legacyssl_input random_1,
                                         struct legacyssl_input random_2, struct legacyssl_key *out,
                                         size_t len)
{
    uint8_t hash[MD5_SIZE];
    enum legacyssl_error error =
        traced_digest(trace, (struct step_name){"MD5", result, -1}, GCRY_MD_MD5,
                      INPUTS(key, random_1, random_2), hash, len);

    if (error == LEGACYSSL_OK)
        key_set(out, BYTES(hash, len));
    legacyssl_wipe(hash, sizeof hash);
    return error;
}

/* 6.2.2.1: final_client_write_key = MD5(client_write_key + client_random + server_random)
 *          client_write_IV = MD5(client_random + server_random)
 * and the server's with the randoms exchanged. */
static enum legacyssl_error make_final(const struct legacyssl_secrets *secrets,
                                       struct legacyssl_connection_keys *keys)
{
    const struct legacyssl_input client = {"ClientHello.random", secrets->client_random};
    const struct legacyssl_input server = {"ServerHello.random", secrets->server_random};
    const struct legacyssl_input none = {"", {NULL, 0}};
    const struct legacyssl_trace *trace = secrets->trace;
    const size_t key_len = secrets->suite->cipher->expanded_key_material;
    const size_t iv_len = secrets->suite->cipher->iv_size;
    struct legacyssl_key *client_key = &keys->client_write_key;
    struct legacyssl_key *server_key = &keys->server_write_key;

    enum legacyssl_error error =
        export_value(trace, "final_client_write_key",
                     (struct legacyssl_input){"client_write_key", key_bytes(client_key)}, client,
                     server, client_key, key_len);
    if (error == LEGACYSSL_OK)
        error = export_value(trace, "final_server_write_key",
                             (struct legacyssl_input){"server_write_key", key_bytes(server_key)},
                             server, client, server_key, key_len);
    if (error != LEGACYSSL_OK || iv_len == 0)
        return error;
    error = export_value(trace, "client_write_IV", none, client, server, &keys->client_write_IV,
                         iv_len);
    if (error == LEGACYSSL_OK)
        error = export_value(trace, "server_write_IV", none, server, client, &keys->server_write_IV,
                             iv_len);
    return error;
}

/* 5.2.3.1 has pads for MD5 and SHA-1 and for nothing else. */
static bool ssl3_has_suite(const struct legacyssl_suite *suite)
{
    return suite_is_row(ssl3_suites, suite) && (suite->mac->size == 0 || suite->mac->pad_size != 0);
}

/* 6.2.2: key_block, from the master_secret, server's random first. */
static enum legacyssl_error make_key_block(const struct legacyssl_secrets *secrets,
                                           uint8_t *key_block)
{
    const size_t len = key_block_len(secrets->suite);

    if (derives_with_prf(secrets->suite))
        return prf_key_block(secrets, key_block);
    const enum legacyssl_error error = expand(
        secrets->trace, (struct legacyssl_input){"master_secret", secrets->master_secret},
        (struct legacyssl_input){"ServerHello.random", secrets->server_random},
        (struct legacyssl_input){"ClientHello.random", secrets->client_random}, key_block, len);
    if (error == LEGACYSSL_OK)
        trace_taken(secrets->trace, "key_block", BLOCKS, 0, BYTES(key_block, len));
    return error;
}

static enum legacyssl_error ssl3_derive_keys(const struct legacyssl_secrets *secrets,
                                             struct legacyssl_connection_keys *keys)
{
    uint8_t key_block[KEY_BLOCK_MAX];

    enum legacyssl_error error = make_key_block(secrets, key_block);
    if (error == LEGACYSSL_OK)
        key_block_carve(secrets, key_block, keys);
    if (error == LEGACYSSL_OK && secrets->suite->cipher->is_exportable)
        error = make_final(secrets, keys);
    legacyssl_wipe(key_block, sizeof key_block);
    return error;
}

static void write_pad(gcry_md_hd_t mac, uint8_t value, size_t len)
{
    uint8_t pad[MAX_PAD];

    memset(pad, value, sizeof pad);
    gcry_md_write(mac, pad, len);
}

/* 5.2.3.1: hash(MAC_write_secret + pad_1 + seq_num + SSLCompressed.type + SSLCompressed.length +
 *               SSLCompressed.fragment) */
static void inner_hash(const struct legacyssl_write_state *state, const struct mac_input *input,
                       uint8_t *hash)
{
    uint8_t header[8 + 1 + 2];

    put_be64(header, input->record->sequence);
    header[8] = input->record->type;
    put_be16(header + 9, (uint16_t)input->text.len);
    gcry_md_reset(state->mac);
    md_write(state->mac, key_bytes(&state->mac_secret));
    write_pad(state->mac, 0x36, state->suite->mac->pad_size);
    md_write(state->mac, BYTES(header, sizeof header));
    md_write(state->mac, input->text);
    memcpy(hash, gcry_md_read(state->mac, 0), state->mac_size);
}

/* 5.2.3.1: hash(MAC_write_secret + pad_2 + inner hash). No version goes into it, and no padding. */
static void ssl3_record_mac(const struct legacyssl_write_state *state,
                            const struct mac_input *input, uint8_t *mac)
{
    uint8_t inner[LEGACYSSL_MAX_MAC];

    inner_hash(state, input, inner);
    gcry_md_reset(state->mac);
    md_write(state->mac, key_bytes(&state->mac_secret));
    write_pad(state->mac, 0x5c, state->suite->mac->pad_size);
    md_write(state->mac, BYTES(inner, state->mac_size));
    memcpy(mac, gcry_md_read(state->mac, 0), state->mac_size);
}

/* 5.6.9: hash(master_secret + pad2 + hash(handshake_messages + Sender + master_secret + pad1)) */
static enum legacyssl_error finished_hash(int algorithm, size_t size, size_t pad_size,
                                          const struct legacyssl_bytes master,
                                          const struct legacyssl_bytes handshake,
                                          enum legacyssl_side side, uint8_t *out)
{
    const struct legacyssl_bytes sender =
        side == LEGACYSSL_CLIENT ? STRING("CLNT") : STRING("SRVR");
    uint8_t pad_1[MAX_PAD], pad_2[MAX_PAD];

    memset(pad_1, 0x36, sizeof pad_1);
    memset(pad_2, 0x5c, sizeof pad_2);
    enum legacyssl_error error =
        DIGEST(algorithm, out, handshake, sender, master, BYTES(pad_1, pad_size));
    if (error != LEGACYSSL_OK)
        return error;
    return DIGEST(algorithm, out, master, BYTES(pad_2, pad_size), BYTES(out, size));
}

/* 5.6.9: md5_hash and sha_hash, one after the other. */
static enum legacyssl_error ssl3_handshake_proof(const struct legacyssl_secrets *secrets,
                                                 const struct legacyssl_connection_keys *keys,
                                                 const struct legacyssl_transcript *transcript,
                                                 enum legacyssl_side side, uint8_t *proof,
                                                 size_t *len)
{
    (void)keys;
    if (secrets->master_secret.len != LEGACYSSL_MASTER_SECRET_SIZE)
        return LEGACYSSL_MASTER_SECRET_LENGTH;
    enum legacyssl_error error = finished_hash(GCRY_MD_MD5, MD5_SIZE, 48, secrets->master_secret,
                                               transcript->handshake, side, proof);
    if (error == LEGACYSSL_OK)
        error = finished_hash(GCRY_MD_SHA1, SHA1_SIZE, 40, secrets->master_secret,
                              transcript->handshake, side, proof + MD5_SIZE);
    if (error == LEGACYSSL_OK)
        *len = MD5_SIZE + SHA1_SIZE;
    return error;
}

const struct protocol_ops ssl3_protocol = {
    .name = "SSL 3.0",
    .version = 0x0300,
    .counts_cleartext_records = false,
    .max_body = (1 << 14) + 2048,
    .mac_place = MAC_AFTER_DATA,
    .padding_kind = PADDING_LENGTH_ONLY,
    .suites = ssl3_suites,
    .has_suite = ssl3_has_suite,
    .lengths = key_block_lengths,
    .mac_secret_size = key_block_mac_secret_size,
    .derive_keys = ssl3_derive_keys,
    .master_secret = ssl3_master_secret,
    .record_mac = ssl3_record_mac,
    .handshake_proof = ssl3_handshake_proof,
};
