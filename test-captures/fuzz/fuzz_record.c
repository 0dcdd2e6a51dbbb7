/* fuzz_record.c - secrets and records of any content, for every protocol and suite
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: protocol, suite, options, lengths of the secrets and the secrets; then records, each with
 * its header and the length of its body.
 */
#include "input.h"

#include "protocol.h"

#include <stdlib.h>
#include <string.h>

static const struct legacyssl_suite *choose_suite(enum legacyssl_protocol protocol,
                                                  struct input *in, struct legacyssl_suite *pct1)
{
    const struct legacyssl_suite *rows = protocol_ops(protocol)->suites;
    size_t count = 0;

    if (rows == NULL) {
        const unsigned cipher = take_byte(in) % 8, hash = take_byte(in) % 7;
        const unsigned bits = take_byte(in), mac_bits = 64 + take_byte(in);
        legacyssl_pct1_suite(pct1, cipher, bits, mac_bits, hash);
        return pct1;
    }
    while (rows[count].name != NULL)
        count++;
    return &rows[take_byte(in) % count];
}

/* Mostly of the length that is right. */
static struct legacyssl_bytes take_secret(struct input *in, size_t right)
{
    const unsigned choice = take_byte(in);

    return take_bytes(in, choice < 200 ? right : choice - 200);
}

static struct legacyssl_secrets take_secrets(struct input *in, struct legacyssl_suite *pct1)
{
    struct legacyssl_secrets secrets = {.protocol = take_byte(in) % LEGACYSSL_PROTOCOLS};
    const size_t master[LEGACYSSL_PROTOCOLS] = {0, 16, 48, 48};

    secrets.suite = choose_suite(secrets.protocol, in, pct1);
    const struct legacyssl_cipher *cipher = secrets.suite->cipher;
    const size_t key = cipher != NULL ? cipher->expanded_key_material : 0;
    secrets.master_secret =
        take_secret(in, master[secrets.protocol] != 0 ? master[secrets.protocol] : key);
    secrets.clear_key = take_secret(in, 11);
    secrets.client_random = take_secret(in, 32);
    secrets.server_random = take_secret(in, 32);
    secrets.server_certificate = take_secret(in, 20);
    secrets.key_arg = take_secret(in, cipher != NULL ? cipher->iv_size : 0);
    secrets.des_as_drafted = take_byte(in) & 1;
    return secrets;
}

static void check_bounds(const struct legacyssl_record *record,
                         const struct legacyssl_opened *opened)
{
    const size_t room = opened->mac_is_encrypted ? opened->plaintext_len : record->body.len;

    ALWAYS(opened->plaintext_len <= record->body.len);
    ALWAYS(opened->data_offset + opened->data_len <= opened->plaintext_len);
    ALWAYS(opened->padding_offset + opened->padding_len <= opened->plaintext_len);
    ALWAYS(opened->mac_offset + opened->mac_len <= room);
    ALWAYS(opened->mac_len <= sizeof opened->expected_mac);
}

/* The same record gets the same verdict and the same plaintext again. */
static void open_twice(struct legacyssl_write_state *state, struct legacyssl_position *position,
                       const struct legacyssl_record *record)
{
    uint8_t *one = malloc(record->body.len), *two = malloc(record->body.len);
    struct legacyssl_position again = *position;
    struct legacyssl_opened opened, same;
    const enum legacyssl_error error =
        legacyssl_record_open(state, position, record, one, &opened);

    ALWAYS(legacyssl_record_open(state, &again, record, two, &same) == error);
    if (error == LEGACYSSL_OK)
        check_bounds(record, &opened);
    ALWAYS(opened.plaintext_len <= record->body.len && opened.mac_status == same.mac_status);
    ALWAYS(opened.plaintext_len == same.plaintext_len &&
           (opened.plaintext_len == 0 || memcmp(one, two, opened.plaintext_len) == 0));
    free(one);
    free(two);
}

/* The body in memory of its own size. */
static void take_record(struct input *in, const struct legacyssl_secrets *secrets,
                        struct legacyssl_write_state *state, struct legacyssl_position *position)
{
    struct legacyssl_record record = {.type = (uint8_t)take_byte(in)};
    uint8_t key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE];

    record.version = (uint16_t)take_short(in);
    record.padding = (uint8_t)take_byte(in);
    record.sequence = take_short(in);
    const struct legacyssl_bytes body = take_bytes(in, take_short(in) % 512);
    uint8_t *copy = body.len != 0 ? malloc(body.len) : NULL;
    if (copy != NULL)
        memcpy(copy, body.data, body.len);
    record.body = (struct legacyssl_bytes){copy, body.len};
    open_twice(state, position, &record);
    if (secrets->protocol == LEGACYSSL_SSL2 && secrets->suite->cipher->iv_size != 0)
        legacyssl_ssl2_recover_key_arg(secrets, LEGACYSSL_CLIENT, &record, key_arg);
    free(copy);
}

static void derive_others(const struct legacyssl_secrets *secrets,
                          const struct legacyssl_connection_keys *keys)
{
    const struct legacyssl_transcript transcript = {
        secrets->clear_key, secrets->server_certificate, secrets->clear_key, secrets->key_arg};
    uint8_t proof[LEGACYSSL_MAX_PROOF], master[LEGACYSSL_MASTER_SECRET_SIZE];
    size_t len;

    if (legacyssl_handshake_proof(secrets, keys, &transcript, LEGACYSSL_SERVER, proof, &len) ==
        LEGACYSSL_OK)
        ALWAYS(len <= sizeof proof);
    legacyssl_master_secret(secrets, secrets->master_secret, secrets->clear_key, master);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    struct legacyssl_suite pct1;
    const unsigned choices = take_byte(&in);
    const struct legacyssl_record_options options = {choices & 1, choices & 2};
    const enum legacyssl_side side = choices & 4 ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT;
    const struct legacyssl_secrets secrets = take_secrets(&in, &pct1);
    struct legacyssl_connection_keys keys;
    struct legacyssl_write_state *state;
    struct legacyssl_position position;

    const enum legacyssl_error error = legacyssl_derive_keys(&secrets, &keys);
    derive_others(&secrets, &keys);
    if (legacyssl_write_state_new(&secrets, &keys, side, options, &state, &position) !=
        LEGACYSSL_OK)
        return 0;
    ALWAYS(error == LEGACYSSL_OK || secrets.suite->cipher->expanded_key_material == 0);
    for (unsigned n = 0; n < 8 && in.left != 0; n++)
        take_record(&in, &secrets, state, &position);
    legacyssl_write_state_free(state);
    return 0;
}
