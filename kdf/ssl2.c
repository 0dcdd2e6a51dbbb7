/* ssl2.c - SSL 2.0, draft-hickman-netscape-ssl-00
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "digest.h"
#include "key_block.h"
#include "trace.h"

#include <string.h>

#define MAX_MASTER_KEY 24
#define MIN_CHALLENGE 16 /* 5.5.1; of CONNECTION-ID, too (5.6.1) */
#define MAX_CHALLENGE 32

/* 5.5.2: the SECRET-KEY-DATA are the least significant bytes of the MASTER-KEY, the CLEAR-KEY-DATA
 * stand before them. A secret of the whole length is the MASTER-KEY already. */
static void whole_master_key(const struct legacyssl_secrets *secrets,
                             uint8_t master[MAX_MASTER_KEY])
{
    const size_t len = secrets->suite->cipher->expanded_key_material;
    const struct legacyssl_bytes secret = secrets->master_secret;
    const size_t clear_len = len - secret.len;

    if (clear_len != 0)
        memcpy(master, secrets->clear_key.data, clear_len);
    memcpy(master + clear_len, secret.data, secret.len);
    if (clear_len != 0)
        trace_step(secrets->trace, (struct step_name){"", "MASTER-KEY", -1},
                   INPUTS({"CLEAR-KEY-DATA", secrets->clear_key}, {"SECRET-KEY-DATA", secret}),
                   BYTES(master, len));
}

/* 5.5.2: KEY-MATERIAL-i = MD5[ MASTER-KEY, "i", CHALLENGE, CONNECTION-ID ], as many as fill `len`.
 * For DES_64_CBC, and only there, the draft leaves the "0" away; its implementations do not. */
static enum legacyssl_error key_material(const struct legacyssl_secrets *secrets,
                                         struct legacyssl_bytes master, uint8_t *out, size_t len)
{
    const bool no_digit =
        secrets->des_as_drafted && secrets->suite->cipher->algorithm == GCRY_CIPHER_DES;

    for (size_t i = 0; i * MD5_SIZE < len; i++) {
        static const char *const digits[] = {"\"0\"", "\"1\"", "\"2\""};
        const char digit = (char)('0' + i);
        const struct legacyssl_bytes label = BYTES(&digit, no_digit ? 0 : 1);
        const struct step_name name = {"MD5", "KEY-MATERIAL-#", (int)i};
        enum legacyssl_error error =
            traced_digest(secrets->trace, name, GCRY_MD_MD5,
                          INPUTS({"MASTER-KEY", master}, {digits[i], label},
                                 {"CHALLENGE", secrets->client_random},
                                 {"CONNECTION-ID", secrets->server_random}),
                          out + i * MD5_SIZE, MD5_SIZE);
        if (error != LEGACYSSL_OK)
            return error;
    }
    return LEGACYSSL_OK;
}

static bool is_challenge_length(size_t len)
{
    return len >= MIN_CHALLENGE && len <= MAX_CHALLENGE;
}

static void ssl2_lengths(const struct legacyssl_suite *suite, struct legacyssl_lengths *lengths)
{
    const struct legacyssl_cipher *cipher = suite->cipher;

    lengths->client_random = lengths->server_random =
        (struct legacyssl_length){MIN_CHALLENGE, MAX_CHALLENGE};
    lengths->master_secret = cipher->expanded_key_material;
    if (cipher->key_material < cipher->expanded_key_material)
        lengths->secret_part = cipher->key_material;
    lengths->key_arg = cipher->iv_size;
}

/* 5.5.2: CLIENT-READ-KEY, which is the server's write key, comes first. The MAC's SECRET is the
 * sender's write key (4.1), the IV of both directions KEY-ARG-DATA. */
static void carve(const struct legacyssl_secrets *secrets, const uint8_t *material,
                  struct legacyssl_connection_keys *keys)
{
    const struct legacyssl_cipher *cipher = secrets->suite->cipher;
    const struct legacyssl_bytes iv = {secrets->key_arg.data, cipher->iv_size};
    struct key_block block = key_block_of(material, "KEY-MATERIAL", secrets->trace);

    key_block_take(&block, &keys->server_write_key, cipher->expanded_key_material,
                   "CLIENT-READ-KEY, SERVER-WRITE-KEY");
    key_block_take(&block, &keys->client_write_key, cipher->expanded_key_material,
                   "CLIENT-WRITE-KEY, SERVER-READ-KEY");
    keys->server_write_MAC_secret = keys->server_write_key;
    keys->client_write_MAC_secret = keys->client_write_key;
    trace_taken(secrets->trace, "SECRET of the client's MACs", "CLIENT-WRITE-KEY", 0,
                key_bytes(&keys->client_write_MAC_secret));
    trace_taken(secrets->trace, "SECRET of the server's MACs", "SERVER-WRITE-KEY", 0,
                key_bytes(&keys->server_write_MAC_secret));
    key_set(&keys->client_write_IV, iv);
    key_set(&keys->server_write_IV, iv);
    trace_taken(secrets->trace, "both initialization vectors", "KEY-ARG-DATA", 0, iv);
}

static bool ssl2_has_suite(const struct legacyssl_suite *suite)
{
    return suite_is_row(ssl2_suites, suite);
}

/* 4.1: the SECRET is a write key. */
static size_t ssl2_mac_secret_size(const struct legacyssl_suite *suite)
{
    return suite->cipher->expanded_key_material;
}

static enum legacyssl_error ssl2_derive_keys(const struct legacyssl_secrets *secrets,
                                             struct legacyssl_connection_keys *keys)
{
    const size_t master_len = secrets->suite->cipher->expanded_key_material;
    uint8_t master[MAX_MASTER_KEY], material[KEY_BLOCK_MAX];

    whole_master_key(secrets, master);
    const enum legacyssl_error error =
        key_material(secrets, BYTES(master, master_len), material, 2 * master_len);
    if (error == LEGACYSSL_OK)
        carve(secrets, material, keys);
    legacyssl_wipe(master, sizeof master);
    legacyssl_wipe(material, sizeof material);
    return error;
}

/* 4.1: MAC-DATA = HASH[ SECRET, ACTUAL-DATA, PADDING-DATA, SEQUENCE-NUMBER ]. The padding counts as
 * it was sent, whatever its value. */
static void ssl2_record_mac(const struct legacyssl_write_state *state,
                            const struct mac_input *input, uint8_t *mac)
{
    uint8_t sequence[4];

    put_be32(sequence, (uint32_t)input->record->sequence);
    gcry_md_reset(state->mac);
    md_write(state->mac, key_bytes(&state->mac_secret));
    md_write(state->mac, input->text);
    md_write(state->mac, input->padding);
    md_write(state->mac, BYTES(sequence, sizeof sequence));
    memcpy(mac, gcry_md_read(state->mac, 0), MD5_SIZE);
}

/* 5.6.2: SERVER-VERIFY carries the CHALLENGE; 5.5.4: CLIENT-FINISHED carries the CONNECTION-ID. */
static enum legacyssl_error ssl2_handshake_proof(const struct legacyssl_secrets *secrets,
                                                 const struct legacyssl_connection_keys *keys,
                                                 const struct legacyssl_transcript *transcript,
                                                 enum legacyssl_side side, uint8_t *proof,
                                                 size_t *len)
{
    const struct legacyssl_bytes echo =
        side == LEGACYSSL_SERVER ? secrets->client_random : secrets->server_random;

    (void)keys;
    (void)transcript;
    if (!is_challenge_length(echo.len))
        return LEGACYSSL_RANDOM_LENGTH;
    memcpy(proof, echo.data, echo.len);
    *len = echo.len;
    return LEGACYSSL_OK;
}

const struct protocol_ops ssl2_protocol = {
    .name = "SSL 2.0",
    .version = 0x0002,
    .counts_cleartext_records = true,
    .max_body = 32767,
    .mac_place = MAC_BEFORE_DATA,
    .padding_kind = PADDING_IN_HEADER,
    .suites = ssl2_suites,
    .has_suite = ssl2_has_suite,
    .lengths = ssl2_lengths,
    .mac_secret_size = ssl2_mac_secret_size,
    .derive_keys = ssl2_derive_keys,
    .record_mac = ssl2_record_mac,
    .handshake_proof = ssl2_handshake_proof,
};
