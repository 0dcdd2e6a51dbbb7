/* test_misuse.c - every function with every protocol, the suites of every other one, and inputs of
 * 0, 1, the most and one more bytes: what does not fit is refused, and no buffer is left
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All that is given and taken lies in memory of exactly its length, so that a sanitizer sees every
 * step beside it.
 */
#include "with_cmocka.h"

#include "sample.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define NO_PROTOCOL LEGACYSSL_PROTOCOLS /* the number behind the last */

static const struct legacyssl_record_options plain = {false, false}, both = {true, true};

/* ---- what fits, from the specifications ------------------------------------------------------ */

struct length {
    size_t least, most;
};

/* draft-hickman 5.5.1 and 5.6.1, draft-benaloh 5.2.1 and 5.3.1, RFC 6101 5.6.1 and RFC 2246 7.4.1.
 */
static const struct fits {
    struct length master_secret, client_random, server_random;
    bool has_key_arg; /* of the cipher's block size */
    size_t max_body;
} fits[] = {
    [LEGACYSSL_SSL2] = {{0, 0}, {16, 32}, {16, 32}, true, 32767},
    [LEGACYSSL_PCT1] = {{16, 16}, {16, 32}, {32, 32}, true, 32767},
    [LEGACYSSL_SSL3] = {{48, 48}, {32, 32}, {32, 32}, false, 18432},
    [LEGACYSSL_TLS10] = {{48, 48}, {32, 32}, {32, 32}, false, 18432},
    [NO_PROTOCOL] = {{0, 0}, {0, 0}, {0, 0}, false, 0},
};

static bool is_within(struct legacyssl_bytes bytes, struct length length)
{
    return bytes.len >= length.least && bytes.len <= length.most;
}

/* 5.5.2: the whole MASTER-KEY, or its secret part with the clear one. */
static enum legacyssl_error expect_ssl2_master(const struct legacyssl_secrets *secrets)
{
    const struct legacyssl_cipher *cipher = secrets->suite->cipher;

    if (secrets->master_secret.len == cipher->expanded_key_material)
        return LEGACYSSL_OK;
    if (secrets->master_secret.len != cipher->key_material)
        return LEGACYSSL_MASTER_SECRET_LENGTH;
    return secrets->clear_key.len + cipher->key_material == cipher->expanded_key_material
               ? LEGACYSSL_OK
               : LEGACYSSL_CLEAR_KEY_LENGTH;
}

/* draft-benaloh 5.3.2: as many equal parts as hashes fill the cipher's key. */
static enum legacyssl_error expect_pct1_clear_key(const struct legacyssl_secrets *secrets)
{
    const size_t bits = 8u * secrets->suite->cipher->key_material;
    const size_t hash_bits = 8u * secrets->suite->mac->size;

    if (secrets->suite->encryption_bits >= bits ||
        secrets->clear_key.len % ((bits + hash_bits - 1) / hash_bits) == 0)
        return LEGACYSSL_OK;
    return LEGACYSSL_CLEAR_KEY_LENGTH;
}

/* Of secrets whose suite is the protocol's, and of which one input at most does not fit. */
static enum legacyssl_error expect(const struct legacyssl_secrets *secrets)
{
    const struct fits *fit = &fits[secrets->protocol];
    const size_t iv_size = secrets->suite->cipher->iv_size;

    if (!is_within(secrets->client_random, fit->client_random) ||
        !is_within(secrets->server_random, fit->server_random))
        return LEGACYSSL_RANDOM_LENGTH;
    if (fit->has_key_arg && iv_size != 0 && secrets->key_arg.len != iv_size)
        return LEGACYSSL_KEY_ARG_LENGTH;
    if (secrets->protocol == LEGACYSSL_SSL2)
        return expect_ssl2_master(secrets);
    if (!is_within(secrets->master_secret, fit->master_secret))
        return LEGACYSSL_MASTER_SECRET_LENGTH;
    return secrets->protocol == LEGACYSSL_PCT1 ? expect_pct1_clear_key(secrets) : LEGACYSSL_OK;
}

/* ---- the calls ------------------------------------------------------------------------------- */

/* `len` bytes in memory of that size. */
static struct legacyssl_bytes exactly(size_t len)
{
    uint8_t *data = malloc(len);

    if (len != 0)
        memset(data, 'x', len);
    return (struct legacyssl_bytes){data, len};
}

static void release(struct legacyssl_bytes bytes)
{
    free((void *)bytes.data);
}

static void check_derive(const struct legacyssl_secrets *secrets, enum legacyssl_error expected)
{
    static const struct legacyssl_connection_keys empty;
    struct legacyssl_connection_keys *keys = malloc(sizeof *keys);

    memset(keys, 0xa5, sizeof *keys);
    assert_int_equal(legacyssl_derive_keys(secrets, keys), expected);
    if (expected != LEGACYSSL_OK)
        assert_memory_equal(keys, &empty, sizeof empty);
    free(keys);
}

static void check_master_secret(const struct legacyssl_secrets *secrets, bool is_ours)
{
    const bool has_premaster =
        secrets->protocol == LEGACYSSL_SSL3 || secrets->protocol == LEGACYSSL_TLS10;
    uint8_t *master = malloc(LEGACYSSL_MASTER_SECRET_SIZE);
    static const size_t hashes[] = {0, 1, 36, 37};

    for (size_t i = 0; i < COUNT(hashes); i++) {
        const struct legacyssl_bytes hash = exactly(hashes[i]);
        const enum legacyssl_error error =
            legacyssl_master_secret(secrets, secrets->master_secret, hash, master);
        if (!has_premaster || !is_ours)
            assert_int_equal(error, LEGACYSSL_NOT_DERIVABLE);
        else if (secrets->master_secret.len == 0)
            assert_int_equal(error, LEGACYSSL_MASTER_SECRET_LENGTH);
        else if (secrets->protocol == LEGACYSSL_TLS10 && hash.len != 0)
            assert_int_equal(error, hash.len == 36 ? LEGACYSSL_OK : LEGACYSSL_RANDOM_LENGTH);
        else
            assert_int_equal(error,
                             secrets->client_random.len == 32 && secrets->server_random.len == 32
                                 ? LEGACYSSL_OK
                                 : LEGACYSSL_RANDOM_LENGTH);
        release(hash);
    }
    free(master);
}

static const uint8_t key_lengths[] = {0, 1, LEGACYSSL_MAX_KEY, LEGACYSSL_MAX_KEY + 1, 255};

static void set_lengths(struct legacyssl_connection_keys *keys, uint8_t key, uint8_t mac,
                        uint8_t iv)
{
    keys->client_write_key.len = keys->server_write_key.len = key;
    keys->client_write_MAC_secret.len = keys->server_write_MAC_secret.len = mac;
    keys->client_write_IV.len = keys->server_write_IV.len = iv;
}

static bool have_lengths_of(const struct legacyssl_connection_keys *keys,
                            const struct legacyssl_connection_keys *right)
{
    return keys->client_write_key.len == right->client_write_key.len &&
           keys->client_write_MAC_secret.len == right->client_write_MAC_secret.len &&
           keys->client_write_IV.len == right->client_write_IV.len;
}

/* Keys of which each has any length; only PCT's proofs are made of them. */
static void check_with_keys(const struct legacyssl_secrets *secrets, bool is_ours,
                            const struct legacyssl_connection_keys *keys,
                            const struct legacyssl_connection_keys *right)
{
    const bool opens = is_ours && have_lengths_of(keys, right);
    const bool proves =
        is_ours && (secrets->protocol != LEGACYSSL_PCT1 ||
                    keys->client_write_MAC_secret.len == right->client_write_MAC_secret.len);
    const struct legacyssl_transcript transcript = {.handshake = secrets->clear_key};
    struct legacyssl_position *position = malloc(sizeof *position);
    uint8_t *proof = malloc(LEGACYSSL_MAX_PROOF);

    for (unsigned side = LEGACYSSL_CLIENT; side <= LEGACYSSL_SERVER; side++) {
        struct legacyssl_write_state *state;
        size_t len;
        enum legacyssl_error error = legacyssl_write_state_new(
            secrets, keys, (enum legacyssl_side)side, both, &state, position);
        assert_int_equal(error, opens ? LEGACYSSL_OK : LEGACYSSL_NOT_DERIVABLE);
        assert_true((error == LEGACYSSL_OK) == (state != NULL));
        legacyssl_write_state_free(state);
        error = legacyssl_handshake_proof(secrets, keys, &transcript, (enum legacyssl_side)side,
                                          proof, &len);
        assert_int_equal(error, proves ? LEGACYSSL_OK : LEGACYSSL_NOT_DERIVABLE);
        assert_true(len <= LEGACYSSL_MAX_PROOF && (len != 0) == (error == LEGACYSSL_OK));
    }
    free(position);
    free(proof);
}

static void check_keys(const struct legacyssl_secrets *secrets, bool is_ours)
{
    struct legacyssl_connection_keys *keys = calloc(1, sizeof *keys),
                                     *right = calloc(1, sizeof *keys);

    legacyssl_derive_keys(secrets, right);
    check_with_keys(secrets, is_ours, right, right);
    for (size_t i = 0; i < COUNT(key_lengths); i++) {
        *keys = *right;
        set_lengths(keys, key_lengths[i], key_lengths[i], key_lengths[i]);
        check_with_keys(secrets, is_ours, keys, right);
        *keys = *right;
        set_lengths(keys, right->client_write_key.len, key_lengths[i], right->client_write_IV.len);
        check_with_keys(secrets, is_ours, keys, right);
        set_lengths(keys, right->client_write_key.len, right->client_write_MAC_secret.len,
                    key_lengths[i]);
        check_with_keys(secrets, is_ours, keys, right);
        set_lengths(keys, key_lengths[i], right->client_write_MAC_secret.len,
                    right->client_write_IV.len);
        check_with_keys(secrets, is_ours, keys, right);
    }
    free(keys);
    free(right);
}

static void check_key_arg(const struct legacyssl_secrets *secrets, bool is_ours)
{
    uint8_t *key_arg = malloc(LEGACYSSL_SSL2_KEY_ARG_SIZE);
    static const size_t bodies[] = {0, 1, 32, 32767, 32768};

    for (size_t i = 0; i < COUNT(bodies); i++) {
        const struct legacyssl_record record = {.sequence = 1, .body = exactly(bodies[i])};
        const enum legacyssl_error error =
            legacyssl_ssl2_recover_key_arg(secrets, LEGACYSSL_SERVER, &record, key_arg);
        assert_int_not_equal(error, LEGACYSSL_OK);
        if (!is_ours || secrets->protocol != LEGACYSSL_SSL2)
            assert_int_equal(error, LEGACYSSL_NOT_DERIVABLE);
        release(record.body);
    }
    free(key_arg);
}

/* ---- the table ------------------------------------------------------------------------------- */

static enum legacyssl_protocol now; /* the protocol that is asked for */

/* Inputs of lengths that fit the suite, and the protocol where it is another's. */
static struct legacyssl_secrets fitting_secrets(enum legacyssl_protocol of,
                                                const struct legacyssl_suite *suite)
{
    struct legacyssl_secrets secrets = sample_secrets(of, suite);

    secrets.protocol = now;
    if (now != of && (now == LEGACYSSL_SSL3 || now == LEGACYSSL_TLS10))
        secrets.master_secret.len = 48;
    return secrets;
}

/* Each input in turn with the most that any suite takes, one more, one, and none. */
static void check_lengths(struct legacyssl_secrets secrets, bool is_ours)
{
    struct legacyssl_bytes *const inputs[] = {&secrets.master_secret,      &secrets.clear_key,
                                              &secrets.client_random,      &secrets.server_random,
                                              &secrets.server_certificate, &secrets.key_arg};
    const size_t lengths[] = {0, 1, 48, 49, 32, 33, 24, 25, 8, 9};

    for (size_t i = 0; i < COUNT(inputs); i++) {
        const struct legacyssl_bytes before = *inputs[i];
        for (size_t n = 0; n < COUNT(lengths); n++) {
            *inputs[i] = exactly(lengths[n]);
            check_derive(&secrets, is_ours ? expect(&secrets) : LEGACYSSL_NOT_DERIVABLE);
            check_master_secret(&secrets, is_ours);
            release(*inputs[i]);
        }
        *inputs[i] = before;
    }
}

static void check_suite(enum legacyssl_protocol of, const struct legacyssl_suite *suite)
{
    const bool is_tls = now == LEGACYSSL_SSL3 || now == LEGACYSSL_TLS10;
    const bool has_mac =
        now == LEGACYSSL_TLS10 || suite->mac->size == 0 || suite->mac->pad_size != 0;
    const bool is_ours =
        of == now || (is_tls && has_mac && legacyssl_suite_find(now, suite->code) == suite);
    const struct legacyssl_secrets secrets = fitting_secrets(of, suite);
    struct legacyssl_key_lengths values;
    struct legacyssl_lengths lengths;

    assert_int_equal(legacyssl_key_lengths(now, suite, &values),
                     is_ours ? LEGACYSSL_OK : LEGACYSSL_NOT_DERIVABLE);
    assert_int_equal(legacyssl_input_lengths(now, suite, &lengths),
                     is_ours ? LEGACYSSL_OK : LEGACYSSL_NOT_DERIVABLE);
    check_derive(&secrets, is_ours ? expect(&secrets) : LEGACYSSL_NOT_DERIVABLE);
    check_lengths(secrets, is_ours);
    check_keys(&secrets, is_ours);
    check_key_arg(&secrets, is_ours);
}

static void test_every_protocol(void **state)
{
    (void)state;
    for (unsigned p = 0; p <= NO_PROTOCOL; p++) {
        now = (enum legacyssl_protocol)p;
        for_each_suite(check_suite);
    }
}

/* Suites that no table has: the caller's own, with sizes that are no cipher's. */
static void test_made_up_suites(void **state)
{
    const struct legacyssl_suite *aes = legacyssl_suite_find(LEGACYSSL_TLS10, 0x0035);
    struct legacyssl_cipher cipher = *aes->cipher;
    const struct legacyssl_mac mac = {"?", aes->mac->algorithm, 255, 255};
    const struct legacyssl_suite suites[] = {
        {0},
        *legacyssl_suite_find(LEGACYSSL_TLS10, 0x001c), /* FORTEZZA */
        {.code = 0x0035, .cipher = &cipher, .mac = aes->mac},
        {.code = 0x0035, .cipher = aes->cipher, .mac = &mac},
        {.code = 0x0035, .cipher = aes->cipher},
        {.code = 0x0035, .cipher = aes->cipher, .mac = aes->mac, .encryption_bits = 256},
        {.code = 0x0035, .cipher = aes->cipher, .mac = aes->mac, .derives_with_prf = true},
        {.code = 0x010080, .cipher = aes->cipher, .mac = aes->mac},
        {.cipher = aes->cipher, .mac = aes->mac, .encryption_bits = 128, .mac_bits = 128},
        {.cipher = &cipher, .mac = &mac, .encryption_bits = 65535, .mac_bits = 65535},
    };

    (void)state;
    cipher.key_material = cipher.expanded_key_material = cipher.iv_size = 255;
    for (now = LEGACYSSL_SSL2; now <= NO_PROTOCOL; now++) {
        for (size_t i = 0; i < COUNT(suites); i++) {
            struct legacyssl_secrets secrets = fitting_secrets(LEGACYSSL_TLS10, aes);
            secrets.suite = &suites[i];
            check_derive(&secrets, LEGACYSSL_NOT_DERIVABLE);
            check_keys(&secrets, false);
            check_key_arg(&secrets, false);
        }
    }
}

static void test_session_hash(void **state)
{
    static const size_t lengths[] = {0, 1, 1 << 20};
    uint8_t *hash = malloc(36);

    (void)state;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        const struct legacyssl_bytes handshake = exactly(lengths[i]);
        assert_int_equal(legacyssl_session_hash(handshake, hash), LEGACYSSL_OK);
        release(handshake);
    }
    free(hash);
}

/* ---- records --------------------------------------------------------------------------------- */

static void open_records(const struct sample *sample, size_t max_body)
{
    const size_t lengths[] = {0, 1, max_body, max_body + 1};

    for (size_t i = 0; i < COUNT(lengths); i++) {
        const struct legacyssl_record record = {.padding = 255, .body = exactly(lengths[i])};
        struct legacyssl_position position = sample->start;
        uint8_t *plaintext = malloc(lengths[i]);
        struct legacyssl_opened opened;
        const enum legacyssl_error error =
            legacyssl_record_open(sample->state, &position, &record, plaintext, &opened);
        assert_true((error == LEGACYSSL_TOO_LONG) == (lengths[i] > max_body));
        assert_true(opened.plaintext_len <= lengths[i]);
        legacyssl_position_behind(sample->state, record.body, &position);
        release(record.body);
        free(plaintext);
    }
}

static void check_records(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    const struct legacyssl_record_options options[] = {plain, both};

    for (size_t i = 0; i < COUNT(options); i++) {
        struct sample sample = sample_open(protocol, suite, options[i]);
        open_records(&sample, fits[protocol].max_body);
        legacyssl_write_state_free(sample.state);
    }
}

static void test_records(void **state)
{
    (void)state;
    for_each_suite(check_records);
}

static void test_no_protocol(void **state)
{
    const struct legacyssl_suite none = {0};
    struct legacyssl_position position = {0};

    (void)state;
    for (unsigned p = NO_PROTOCOL; p != 1; p = p == NO_PROTOCOL ? 255 : 1) {
        const enum legacyssl_protocol protocol = (enum legacyssl_protocol)p;
        assert_string_equal(legacyssl_protocol_name(protocol), "no protocol");
        assert_int_equal(legacyssl_protocol_version(protocol), 0);
        assert_int_equal(legacyssl_max_body(protocol), 0);
        assert_false(legacyssl_counts_cleartext_records(protocol));
        assert_null(legacyssl_suites(protocol));
        assert_null(legacyssl_suite_find(protocol, 0x0005));
    }
    assert_int_equal(legacyssl_position_size(&none), 0);
    assert_int_equal(legacyssl_position_size(NULL), 0);
    legacyssl_position_skip(&none, &position, 1);
    legacyssl_position_skip(NULL, &position, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_protocol), cmocka_unit_test(test_made_up_suites),
        cmocka_unit_test(test_session_hash),   cmocka_unit_test(test_records),
        cmocka_unit_test(test_no_protocol),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
