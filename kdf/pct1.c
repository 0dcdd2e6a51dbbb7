/* pct1.c - PCT 1.0, draft-benaloh-pct-00
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "digest.h"
#include "key_block.h"
#include "trace.h"

#include <string.h>

#define MASTER_KEY_SIZE 16 /* 5.3.1: for RSA_PKCS1 and DH_PKCS3 "a 128-bit value" */
#define CONNECTION_ID_SIZE 32
#define MIN_CHALLENGE 16 /* 32 in a CLIENT_HELLO of PCT (5.2.1), 16 to 32 in one of SSL 2.0 */
#define MAX_CHALLENGE 32
#define MAX_COPIES 32 /* "svmac"^5 is the longest */

/* 5.3.1, 5.3.2: Hash_1, Hash_2, ... concatenated, one more than fills the longest key. */
#define MATERIAL_MAX (LEGACYSSL_MAX_KEY + SHA1_SIZE)

static const struct legacyssl_bytes none = {NULL, 0};

/* "The function 'Hash' is the one determined by the value of SH_HASH_SPECS_DATA" (5.3.1): if a
 * truncated one is negotiated, then keys are derived with it, too. */
static enum legacyssl_error truncated_digest(const struct legacyssl_trace *trace,
                                             const char *result, int number,
                                             const struct legacyssl_mac *hash, uint8_t *out,
                                             const struct legacyssl_input *inputs, size_t count)
{
    const struct step_name name = {"Hash", result, number};
    uint8_t whole[SHA1_SIZE];
    enum legacyssl_error error =
        traced_digest(trace, name, hash->algorithm, inputs, count, whole, hash->size);

    if (error == LEGACYSSL_OK)
        memcpy(out, whole, hash->size);
    legacyssl_wipe(whole, sizeof whole);
    return error;
}

/* 5.3.1: "x"^i denotes i copies of the string "x" concatenated together. */
static struct legacyssl_bytes copies(struct legacyssl_bytes x, uint8_t i, uint8_t out[MAX_COPIES])
{
    for (size_t n = 0; n < i; n++)
        memcpy(out + n * x.len, x.data, x.len);
    return BYTES(out, i * x.len);
}

/* How many hashes fill `bits`: "rounded up to the nearest integer" (5.3.1). */
static size_t hashes_for(const struct legacyssl_mac *hash, size_t bits)
{
    const size_t hash_bits = 8u * hash->size;
    return (bits + hash_bits - 1) / hash_bits;
}

/* The first `bits` of the material; a last byte that is not whole ends in zeros (4.2, 5.3.2), or
 * begins with them. */
static void take_bits(struct legacyssl_key *key, const uint8_t *material, size_t bits,
                      bool keeps_low_bits)
{
    const unsigned spare = (unsigned)(-bits % 8);

    key_set(key, BYTES(material, (bits + 7) / 8));
    if (spare != 0)
        key->data[bits / 8] &= (uint8_t)(keeps_low_bits ? 0xff >> spare : 0xff << spare);
}

/* In which of its strings one of the four keys differs from the others. */
struct recipe {
    const char *part,
        *whole; /* names of the hashes, and of the key that they are put together to */
    struct legacyssl_input once, x;
    bool hashes_certificate;
};

#define LABEL(literal, suffix)                                                                     \
    {                                                                                              \
        "\"" literal "\"" suffix,                                                                  \
        {                                                                                          \
            (const uint8_t *)(literal), sizeof(literal) - 1                                        \
        }                                                                                          \
    }

static const struct recipe client_write_key = {"CLIENT_WRITE_KEY_#", "CLIENT_WRITE_KEY",
                                               LABEL("cw", ""), LABEL("cw", "^i"), true};
static const struct recipe server_write_key = {"SERVER_WRITE_KEY_#", "SERVER_WRITE_KEY",
                                               LABEL("svw", ""), LABEL("svw", "^i"), false};
static const struct recipe client_mac_key = {"CLIENT_MAC_KEY_#", "CLIENT_MAC_KEY", LABEL("", ""),
                                             LABEL("cmac", "^i"), true};
static const struct recipe server_mac_key = {"SERVER_MAC_KEY_#", "SERVER_MAC_KEY", LABEL("", ""),
                                             LABEL("svmac", "^i"), false};

/* 5.3.1: CLIENT_WRITE_KEY_i = Hash( i, "cw", MASTER_KEY, "cw"^i, SH_CONNECTION_ID_DATA, "cw"^i,
 *                                   SH_CERTIFICATE_DATA, "cw"^i, CH_CHALLENGE_DATA, "cw"^i )
 * SERVER_WRITE_KEY_i is the same with "svw", without the certificate and the "svw"^i after it;
 * CLIENT_MAC_KEY_i with "cmac", SERVER_MAC_KEY_i with "svmac", which do not stand after i. */
static enum legacyssl_error key_part(const struct legacyssl_secrets *secrets,
                                     const struct recipe *recipe, uint8_t i, uint8_t *out)
{
    uint8_t buffer[MAX_COPIES];
    const struct legacyssl_input x = {recipe->x.name, copies(recipe->x.bytes, i, buffer)};
    const struct legacyssl_input absent = {"", none};
    const struct legacyssl_input certificate = {"SH_CERTIFICATE_DATA", secrets->server_certificate};
    const bool has_certificate = recipe->hashes_certificate;

    return truncated_digest(
        secrets->trace, recipe->part, i, secrets->suite->mac, out,
        INPUTS({"i", BYTES(&i, 1)}, recipe->once, {"MASTER_KEY", secrets->master_secret}, x,
               {"SH_CONNECTION_ID_DATA", secrets->server_random}, x,
               has_certificate ? certificate : absent, has_certificate ? x : absent,
               {"CH_CHALLENGE_DATA", secrets->client_random}, x));
}

/* 5.3.1: "The WRITE_KEYs are obtained by concatenating WRITE_KEY_1 through WRITE_KEY_m ... then
 * truncated if necessary (by removing bits from the end)"; so are the MAC_KEYs. */
static enum legacyssl_error make_key(const struct legacyssl_secrets *secrets,
                                     const struct recipe *recipe, size_t bits,
                                     struct legacyssl_key *key)
{
    const struct legacyssl_mac *hash = secrets->suite->mac;
    const size_t m = hashes_for(hash, bits);
    uint8_t material[MATERIAL_MAX];
    enum legacyssl_error error = LEGACYSSL_OK;

    for (size_t i = 1; error == LEGACYSSL_OK && i <= m; i++)
        error = key_part(secrets, recipe, (uint8_t)i, material + (i - 1) * hash->size);
    if (error == LEGACYSSL_OK) {
        take_bits(key, material, bits, secrets->keeps_low_bits);
        trace_taken(secrets->trace, recipe->whole, "the hashes, one after the other", 0,
                    key_bytes(key));
    }
    legacyssl_wipe(material, sizeof material);
    return error;
}

static size_t standard_bits(const struct legacyssl_suite *suite)
{
    return 8u * suite->cipher->key_material;
}

static bool is_short(const struct legacyssl_suite *suite)
{
    return suite->encryption_bits < standard_bits(suite);
}

/* 5.3.2: STANDARD_LENGTH_KEY_i := Hash( i, "sl"^i, WRITE_KEY, "sl"^i, CLEAR_KEY_DATA_i ), of
 * CLEAR_KEY_DATA in d equal parts. */
static enum legacyssl_error expand_key(const struct legacyssl_secrets *secrets,
                                       struct legacyssl_key *key)
{
    const struct legacyssl_mac *hash = secrets->suite->mac;
    const size_t bits = standard_bits(secrets->suite), d = hashes_for(hash, bits);
    const size_t part = secrets->clear_key.len / d;
    uint8_t material[MATERIAL_MAX], buffer[MAX_COPIES];
    enum legacyssl_error error = LEGACYSSL_OK;

    for (uint8_t i = 1; error == LEGACYSSL_OK && i <= d; i++) {
        const struct legacyssl_bytes sl = copies(STRING("sl"), i, buffer);
        const struct legacyssl_bytes clear =
            part != 0 ? BYTES(secrets->clear_key.data + (i - 1u) * part, part) : none;
        error = truncated_digest(
            secrets->trace, "STANDARD_LENGTH_KEY_#", i, hash, material + (i - 1u) * hash->size,
            INPUTS({"i", BYTES(&i, 1)}, {"\"sl\"^i", sl}, {"WRITE_KEY", key_bytes(key)},
                   {"\"sl\"^i", sl}, {"CLEAR_KEY_DATA_i", clear}));
    }
    if (error == LEGACYSSL_OK) {
        take_bits(key, material, bits, secrets->keeps_low_bits);
        trace_taken(secrets->trace, "STANDARD_LENGTH_KEY", "the hashes, one after the other", 0,
                    key_bytes(key));
    }
    legacyssl_wipe(material, sizeof material);
    return error;
}

/* 1 if `seven` has an even number of ones. */
static unsigned odd_parity(unsigned seven)
{
    seven ^= seven >> 4;
    seven ^= seven >> 2;
    seven ^= seven >> 1;
    return ~seven & 1;
}

/* Seven bits into each byte from the top, below them the bit that makes the number of ones odd. */
static void spread_des_key(const uint8_t in[7], uint8_t out[8])
{
    for (unsigned i = 0; i < 8; i++) {
        /* bits 7i to 7i+6 of the key; they lie in two neighbouring bytes */
        const unsigned pair = (unsigned)(i > 0 ? in[i - 1] : 0) << 8 | (i < 7 ? in[i] : 0);
        const unsigned seven = pair >> (i + 1) & 0x7f;
        out[i] = (uint8_t)(seven << 1 | odd_parity(seven));
    }
}

/* 5.3.2: "before use, each 56-bit DES key must be 'adjusted' to add eight parity bits". DES_112 has
 * "first and third keys identical": the third begins at the front again. */
static void adjust_des_keys(const struct legacyssl_trace *trace,
                            const struct legacyssl_cipher *cipher, struct legacyssl_key *key)
{
    struct legacyssl_key adjusted = {.len = cipher->expanded_key_material};

    for (size_t n = 0; n < adjusted.len / 8u; n++)
        spread_des_key(key->data + 7 * n % cipher->key_material, adjusted.data + 8 * n);
    trace_step(trace, (struct step_name){"adjust parity", "DES keys", -1},
               INPUTS({"WRITE_KEY", key_bytes(key)}), key_bytes(&adjusted));
    *key = adjusted;
    legacyssl_wipe(&adjusted, sizeof adjusted);
}

/* The WRITE_KEY in the form that the cipher takes. */
static enum legacyssl_error make_write_key(const struct legacyssl_secrets *secrets,
                                           const struct recipe *recipe, struct legacyssl_key *key)
{
    const struct legacyssl_cipher *cipher = secrets->suite->cipher;
    enum legacyssl_error error = make_key(secrets, recipe, secrets->suite->encryption_bits, key);

    if (error == LEGACYSSL_OK && is_short(secrets->suite))
        error = expand_key(secrets, key);
    if (error == LEGACYSSL_OK && cipher->expanded_key_material > cipher->key_material)
        adjust_des_keys(secrets->trace, cipher, key);
    return error;
}

/* 5.3.2: CLEAR_KEY_DATA "is used only when encryption keys of length less than the standard length
 * ... are used"; its length "must therefore be a multiple of d bytes". "No two of its d equal parts
 * ... may be identical", which empty ones are: but no message of a reconnection has any (5.2.2), so
 * whether the session's is used then is for the MAC to tell. */
static void pct1_lengths(const struct legacyssl_suite *suite, struct legacyssl_lengths *lengths)
{
    lengths->master_secret = MASTER_KEY_SIZE;
    lengths->client_random = (struct legacyssl_length){MIN_CHALLENGE, MAX_CHALLENGE};
    lengths->server_random = (struct legacyssl_length){CONNECTION_ID_SIZE, CONNECTION_ID_SIZE};
    lengths->key_arg = suite->cipher->iv_size;
    if (is_short(suite))
        lengths->clear_key_unit = hashes_for(suite->mac, standard_bits(suite));
}

static size_t pct1_mac_secret_size(const struct legacyssl_suite *suite)
{
    return (suite->mac_bits + 7u) / 8;
}

static enum legacyssl_error pct1_derive_keys(const struct legacyssl_secrets *secrets,
                                             struct legacyssl_connection_keys *keys)
{
    const size_t mac_bits = secrets->suite->mac_bits;
    const struct legacyssl_bytes iv = {secrets->key_arg.data, secrets->suite->cipher->iv_size};

    enum legacyssl_error error =
        make_write_key(secrets, &client_write_key, &keys->client_write_key);
    if (error == LEGACYSSL_OK)
        error = make_write_key(secrets, &server_write_key, &keys->server_write_key);
    if (error == LEGACYSSL_OK)
        error = make_key(secrets, &client_mac_key, mac_bits, &keys->client_write_MAC_secret);
    if (error == LEGACYSSL_OK)
        error = make_key(secrets, &server_mac_key, mac_bits, &keys->server_write_MAC_secret);
    if (error != LEGACYSSL_OK)
        return error;
    key_set(&keys->client_write_IV, iv);
    key_set(&keys->server_write_IV, iv);
    trace_taken(secrets->trace, "both initialization vectors", "CMK_KEY_ARG_DATA", 0, iv);
    return LEGACYSSL_OK;
}

/* 4.2: MAC_DATA := Hash( MAC_KEY, Hash( ACTUAL_DATA, PADDING_DATA, SEQUENCE_NUMBER ) ) */
static void pct1_record_mac(const struct legacyssl_write_state *state,
                            const struct mac_input *input, uint8_t *mac)
{
    uint8_t sequence[4], inner[SHA1_SIZE];

    put_be32(sequence, (uint32_t)input->record->sequence);
    gcry_md_reset(state->mac);
    md_write(state->mac, input->text);
    md_write(state->mac, input->padding);
    md_write(state->mac, BYTES(sequence, sizeof sequence));
    memcpy(inner, gcry_md_read(state->mac, 0), state->mac_size);

    gcry_md_reset(state->mac);
    md_write(state->mac, key_bytes(&state->mac_secret));
    md_write(state->mac, BYTES(inner, state->mac_size));
    memcpy(mac, gcry_md_read(state->mac, 0), state->mac_size);
}

/* 5.2.3: VERIFY_PRELUDE is Hash( CLIENT_MAC_KEY, Hash( "cvp", CLIENT_HELLO, SERVER_HELLO ) );
 * 5.2.4: RESPONSE is Hash( SERVER_MAC_KEY, Hash( "sr", CH_CHALLENGE_DATA, SH_CONNECTION_ID_DATA,
 *                                                SV_SESSION_ID_DATA ) ). */
static enum legacyssl_error pct1_handshake_proof(const struct legacyssl_secrets *secrets,
                                                 const struct legacyssl_connection_keys *keys,
                                                 const struct legacyssl_transcript *transcript,
                                                 enum legacyssl_side side, uint8_t *proof,
                                                 size_t *len)
{
    const struct legacyssl_mac *hash = secrets->suite->mac;
    const bool client = side == LEGACYSSL_CLIENT;
    const struct legacyssl_key *mac_key =
        client ? &keys->client_write_MAC_secret : &keys->server_write_MAC_secret;
    uint8_t inner[SHA1_SIZE];
    enum legacyssl_error error;

    if (mac_key->len != pct1_mac_secret_size(secrets->suite))
        return LEGACYSSL_NOT_DERIVABLE;
    if (client)
        error = truncated_digest(secrets->trace, "inner hash", -1, hash, inner,
                                 INPUTS({"\"cvp\"", STRING("cvp")},
                                        {"CLIENT_HELLO", transcript->client_hello},
                                        {"SERVER_HELLO", transcript->server_hello}));
    else
        error = truncated_digest(secrets->trace, "inner hash", -1, hash, inner,
                                 INPUTS({"\"sr\"", STRING("sr")},
                                        {"CH_CHALLENGE_DATA", secrets->client_random},
                                        {"SH_CONNECTION_ID_DATA", secrets->server_random},
                                        {"SV_SESSION_ID_DATA", transcript->session_id}));
    if (error == LEGACYSSL_OK)
        error = truncated_digest(
            secrets->trace, client ? "VERIFY_PRELUDE" : "RESPONSE", -1, hash, proof,
            INPUTS({client ? "CLIENT_MAC_KEY" : "SERVER_MAC_KEY", key_bytes(mac_key)},
                   {"inner hash", BYTES(inner, hash->size)}));
    if (error == LEGACYSSL_OK)
        *len = hash->size;
    return error;
}

const struct protocol_ops pct1_protocol = {
    .name = "PCT 1.0",
    .version = 0x8001,
    .counts_cleartext_records = true,
    .max_body = 32767,
    .mac_place = MAC_AFTER_CIPHERTEXT,
    .padding_kind = PADDING_IN_HEADER,
    .has_suite = suite_is_pct1,
    .lengths = pct1_lengths,
    .mac_secret_size = pct1_mac_secret_size,
    .derive_keys = pct1_derive_keys,
    .record_mac = pct1_record_mac,
    .handshake_proof = pct1_handshake_proof,
};
