/* test_errors.c - every error that the library knows, from an input that deserves it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "digest.h"
#include "prf.h"
#include "sample.h"
#include "trace.h"

#include <string.h>

static const struct legacyssl_bytes none = {NULL, 0};

static const struct legacyssl_suite *find(enum legacyssl_protocol protocol, uint32_t code)
{
    const struct legacyssl_suite *suite = legacyssl_suite_find(protocol, code);

    assert_non_null(suite);
    return suite;
}

static struct legacyssl_suite compose(unsigned cipher, unsigned bits, unsigned hash)
{
    struct legacyssl_suite suite;

    assert_int_equal(legacyssl_pct1_suite(&suite, cipher, bits, 128, hash), LEGACYSSL_OK);
    return suite;
}

/* The derivation fails, and leaves nothing that could be taken for keys. */
static void expect(const struct legacyssl_secrets *secrets, enum legacyssl_error expected)
{
    static const struct legacyssl_connection_keys empty;
    const struct legacyssl_record_options options = {false, false};
    struct legacyssl_write_state *state = NULL;
    struct legacyssl_connection_keys keys;
    struct legacyssl_position start;

    memset(&keys, 0xa5, sizeof keys);
    assert_int_equal(legacyssl_derive_keys(secrets, &keys), expected);
    assert_memory_equal(&keys, &empty, sizeof keys);
    assert_int_equal(
        legacyssl_write_state_new(secrets, &keys, LEGACYSSL_CLIENT, options, &state, &start),
        LEGACYSSL_NOT_DERIVABLE);
    assert_null(state);
}

static void test_not_derivable(void **state)
{
    struct legacyssl_secrets secrets =
        sample_secrets(LEGACYSSL_SSL3, find(LEGACYSSL_SSL3, 0x001d)); /* FORTEZZA */
    struct legacyssl_suite suite;
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];

    (void)state;
    expect(&secrets, LEGACYSSL_NOT_DERIVABLE);
    secrets.suite = NULL;
    expect(&secrets, LEGACYSSL_NOT_DERIVABLE);
    secrets = sample_secrets(LEGACYSSL_TLS10, find(LEGACYSSL_TLS10, 0x0005));
    secrets.protocol = LEGACYSSL_PROTOCOLS;
    expect(&secrets, LEGACYSSL_NOT_DERIVABLE);
    secrets = sample_secrets(LEGACYSSL_SSL3, find(LEGACYSSL_SSL3, 0x00ae)); /* HMAC-SHA-256 */
    expect(&secrets, LEGACYSSL_NOT_DERIVABLE);
    secrets.protocol = LEGACYSSL_SSL2;
    assert_int_equal(legacyssl_master_secret(&secrets, secrets.master_secret, none, master),
                     LEGACYSSL_NOT_DERIVABLE);
    assert_int_equal(legacyssl_pct1_suite(&suite, 4, 128, 128, 5), LEGACYSSL_NOT_DERIVABLE);
    secrets = sample_secrets(LEGACYSSL_PCT1, find(LEGACYSSL_TLS10, 0x0005));
    secrets.suite = &suite;
    expect(&secrets, LEGACYSSL_NOT_DERIVABLE);
}

/* Codes, lengths and hashes around the ends of what PCT has. */
static void test_pct1_suite(void **state)
{
    static const struct {
        unsigned cipher, encryption_bits, mac_bits, hash;
        enum legacyssl_error expected;
    } rows[] = {
        {0, 40, 128, 1, LEGACYSSL_NOT_DERIVABLE},   {7, 40, 128, 1, LEGACYSSL_NOT_DERIVABLE},
        {4, 128, 63, 1, LEGACYSSL_NOT_DERIVABLE},   {4, 128, 64, 1, LEGACYSSL_OK},
        {4, 128, 319, 1, LEGACYSSL_OK},             {4, 128, 320, 1, LEGACYSSL_NOT_DERIVABLE},
        {4, 129, 128, 1, LEGACYSSL_NOT_DERIVABLE},  {1, 56, 128, 1, LEGACYSSL_OK},
        {1, 57, 128, 1, LEGACYSSL_NOT_DERIVABLE},   {5, 112, 128, 1, LEGACYSSL_OK},
        {5, 113, 128, 1, LEGACYSSL_NOT_DERIVABLE},  {6, 168, 128, 1, LEGACYSSL_OK},
        {6, 169, 128, 1, LEGACYSSL_NOT_DERIVABLE},  {4, 0, 128, 1, LEGACYSSL_OK},
        {4, 128, 128, 0, LEGACYSSL_NOT_DERIVABLE},  {4, 128, 128, 5, LEGACYSSL_NOT_DERIVABLE},
        {4, 128, 128, 6, LEGACYSSL_NOT_DERIVABLE},  {UINT32_MAX, 0, 64, 1, LEGACYSSL_NOT_DERIVABLE},
        {1, UINT32_MAX, 64, 1, LEGACYSSL_NOT_DERIVABLE},
    };
    struct legacyssl_suite suite;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(legacyssl_pct1_suite(&suite, rows[i].cipher, rows[i].encryption_bits,
                                              rows[i].mac_bits, rows[i].hash),
                         rows[i].expected);
}

static void test_master_secret_length(void **state)
{
    const struct legacyssl_suite pct1 = compose(4, 128, 1);
    const struct legacyssl_suite *suites[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = find(LEGACYSSL_SSL2, 0x020080),
        [LEGACYSSL_PCT1] = &pct1,
        [LEGACYSSL_SSL3] = find(LEGACYSSL_SSL3, 0x0005),
        [LEGACYSSL_TLS10] = find(LEGACYSSL_TLS10, 0x0005),
    };
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];

    (void)state;
    for (unsigned p = 0; p < LEGACYSSL_PROTOCOLS; p++) {
        struct legacyssl_secrets secrets =
            sample_secrets((enum legacyssl_protocol)p, suites[p]);
        secrets.master_secret.len++;
        expect(&secrets, LEGACYSSL_MASTER_SECRET_LENGTH);
        secrets.master_secret = none;
        expect(&secrets, LEGACYSSL_MASTER_SECRET_LENGTH);
    }
    const struct legacyssl_secrets secrets =
        sample_secrets(LEGACYSSL_TLS10, suites[LEGACYSSL_TLS10]);
    assert_int_equal(legacyssl_master_secret(&secrets, none, none, master),
                     LEGACYSSL_MASTER_SECRET_LENGTH);
}

static void test_clear_key_length(void **state)
{
    struct legacyssl_secrets secrets =
        sample_secrets(LEGACYSSL_SSL2, find(LEGACYSSL_SSL2, 0x020080));
    const struct legacyssl_suite two_parts = compose(4, 40, 2); /* MD5_TRUNC_64: d = 2 */
    struct legacyssl_connection_keys keys;

    (void)state;
    secrets.master_secret.len = 5;
    secrets.clear_key.len = 10;
    expect(&secrets, LEGACYSSL_CLEAR_KEY_LENGTH);
    secrets.clear_key.len = 12;
    expect(&secrets, LEGACYSSL_CLEAR_KEY_LENGTH);
    secrets.clear_key = none;
    expect(&secrets, LEGACYSSL_CLEAR_KEY_LENGTH);
    secrets = sample_secrets(LEGACYSSL_PCT1, &two_parts);
    secrets.clear_key.len = 9;
    expect(&secrets, LEGACYSSL_CLEAR_KEY_LENGTH);
    secrets.clear_key = none; /* as it may be on a reconnection */
    assert_int_equal(legacyssl_derive_keys(&secrets, &keys), LEGACYSSL_OK);
}

static void test_random_length(void **state)
{
    const struct legacyssl_suite pct1 = compose(4, 128, 1);
    static const struct {
        enum legacyssl_protocol protocol;
        size_t client, server;
    } rows[] = {
        {LEGACYSSL_SSL2, 15, 16}, {LEGACYSSL_SSL2, 33, 16}, {LEGACYSSL_SSL2, 16, 0},
        {LEGACYSSL_SSL2, 16, 33}, {LEGACYSSL_PCT1, 15, 32}, {LEGACYSSL_PCT1, 33, 32},
        {LEGACYSSL_PCT1, 32, 31}, {LEGACYSSL_PCT1, 32, 33}, {LEGACYSSL_SSL3, 31, 32},
        {LEGACYSSL_SSL3, 32, 0},  {LEGACYSSL_TLS10, 32, 33}, {LEGACYSSL_TLS10, 0, 32},
    };
    const uint32_t codes[] = {[LEGACYSSL_SSL2] = 0x010080, 0, 0x0005, 0x0005};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const enum legacyssl_protocol protocol = rows[i].protocol;
        struct legacyssl_secrets secrets = sample_secrets(
            protocol, protocol == LEGACYSSL_PCT1 ? &pct1 : find(protocol, codes[protocol]));
        secrets.client_random.len = rows[i].client;
        secrets.server_random.len = rows[i].server;
        expect(&secrets, LEGACYSSL_RANDOM_LENGTH);
    }
}

static void test_master_secret_randoms(void **state)
{
    static const struct {
        enum legacyssl_protocol protocol;
        uint32_t code;
        size_t client, server, session_hash;
        enum legacyssl_error expected;
    } rows[] = {
        {LEGACYSSL_SSL3, 0x0005, 32, 31, 0, LEGACYSSL_RANDOM_LENGTH},
        {LEGACYSSL_SSL3, 0xfeff, 32, 31, 0, LEGACYSSL_RANDOM_LENGTH},
        {LEGACYSSL_SSL3, 0x0005, 32, 32, 36, LEGACYSSL_OK},
        {LEGACYSSL_SSL3, 0xfeff, 32, 32, 36, LEGACYSSL_OK},
        {LEGACYSSL_TLS10, 0x0005, 31, 32, 0, LEGACYSSL_RANDOM_LENGTH},
        {LEGACYSSL_TLS10, 0x0005, 32, 32, 16, LEGACYSSL_RANDOM_LENGTH},
        {LEGACYSSL_TLS10, 0x0005, 0, 0, 36, LEGACYSSL_OK},
    };
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct legacyssl_secrets secrets =
            sample_secrets(rows[i].protocol, find(rows[i].protocol, rows[i].code));
        const struct legacyssl_bytes hash = {secrets.client_random.data, rows[i].session_hash};
        secrets.client_random.len = rows[i].client;
        secrets.server_random.len = rows[i].server;
        assert_int_equal(legacyssl_master_secret(&secrets, secrets.master_secret, hash, master),
                         rows[i].expected);
    }
}

static void test_key_arg_length(void **state)
{
    const struct legacyssl_suite pct1 = compose(1, 56, 1);
    struct legacyssl_secrets secrets =
        sample_secrets(LEGACYSSL_SSL2, find(LEGACYSSL_SSL2, 0x0700c0));

    (void)state;
    secrets.key_arg.len = 7;
    expect(&secrets, LEGACYSSL_KEY_ARG_LENGTH);
    secrets = sample_secrets(LEGACYSSL_PCT1, &pct1);
    secrets.key_arg = none;
    expect(&secrets, LEGACYSSL_KEY_ARG_LENGTH);
}

/* Open `len` zero bytes, with `padding` in the header. */
static struct legacyssl_opened open_zeros(enum legacyssl_protocol protocol,
                                          const struct legacyssl_suite *suite,
                                          struct legacyssl_record_options options, size_t len,
                                          uint8_t padding, enum legacyssl_error expected)
{
    static const uint8_t zeros[256];
    const struct legacyssl_record record = {.padding = padding, .body = {zeros, len}};
    struct sample sample = sample_open(protocol, suite, options);
    uint8_t plaintext[sizeof zeros];
    struct legacyssl_opened opened;

    assert_int_equal(
        legacyssl_record_open(sample.state, &sample.start, &record, plaintext, &opened), expected);
    assert_true(opened.mac_status == (expected == LEGACYSSL_OK ? LEGACYSSL_BAD
                                                               : LEGACYSSL_UNVERIFIED));
    legacyssl_write_state_free(sample.state);
    return opened;
}

static void test_not_whole_blocks(void **state)
{
    const struct legacyssl_record_options plain = {0}, etm = {.encrypt_then_mac = true};
    const struct legacyssl_suite *aes = find(LEGACYSSL_TLS10, 0x002f);
    const struct legacyssl_suite pct1 = compose(1, 56, 1);

    (void)state;
    assert_int_equal(
        open_zeros(LEGACYSSL_TLS10, aes, plain, 65, 0, LEGACYSSL_NOT_WHOLE_BLOCKS).plaintext_len,
        64);
    assert_int_equal(
        open_zeros(LEGACYSSL_TLS10, aes, etm, 64 + 20 + 1, 0, LEGACYSSL_NOT_WHOLE_BLOCKS)
            .plaintext_len,
        64);
    assert_int_equal(
        open_zeros(LEGACYSSL_PCT1, &pct1, plain, 15 + 16, 0, LEGACYSSL_NOT_WHOLE_BLOCKS)
            .plaintext_len,
        8);
    open_zeros(LEGACYSSL_TLS10, aes, etm, 64 + 20, 0, LEGACYSSL_OK);
}

static void test_too_short(void **state)
{
    const struct legacyssl_record_options plain = {0}, etm = {.encrypt_then_mac = true};
    const struct legacyssl_suite *aes = find(LEGACYSSL_TLS10, 0x002f);
    const struct legacyssl_suite *rc4 = find(LEGACYSSL_SSL3, 0x0004);
    const struct legacyssl_suite pct1 = compose(4, 128, 3);

    (void)state;
    open_zeros(LEGACYSSL_TLS10, aes, plain, 0, 0, LEGACYSSL_TOO_SHORT);
    open_zeros(LEGACYSSL_TLS10, aes, plain, 16, 0, LEGACYSSL_TOO_SHORT);
    open_zeros(LEGACYSSL_TLS10, aes, plain, 32, 0, LEGACYSSL_OK);
    open_zeros(LEGACYSSL_TLS10, aes, etm, 19, 0, LEGACYSSL_TOO_SHORT);
    open_zeros(LEGACYSSL_TLS10, aes, etm, 20, 0, LEGACYSSL_TOO_SHORT); /* no padding length */
    open_zeros(LEGACYSSL_SSL3, rc4, plain, 15, 0, LEGACYSSL_TOO_SHORT);
    open_zeros(LEGACYSSL_SSL3, rc4, plain, 16, 0, LEGACYSSL_OK);
    open_zeros(LEGACYSSL_PCT1, &pct1, plain, 19, 0, LEGACYSSL_TOO_SHORT);
    open_zeros(LEGACYSSL_PCT1, &pct1, plain, 20, 0, LEGACYSSL_OK);
    open_zeros(LEGACYSSL_SSL2, find(LEGACYSSL_SSL2, 0x010080), plain, 15, 0, LEGACYSSL_TOO_SHORT);
}

static void test_padding_too_long(void **state)
{
    const struct legacyssl_record_options plain = {0};
    const struct legacyssl_suite *ssl2 = find(LEGACYSSL_SSL2, 0x0700c0);
    const struct legacyssl_suite pct1 = compose(1, 56, 1);

    (void)state;
    open_zeros(LEGACYSSL_SSL2, ssl2, plain, 24, 9, LEGACYSSL_PADDING_TOO_LONG);
    open_zeros(LEGACYSSL_SSL2, ssl2, plain, 24, 8, LEGACYSSL_OK);
    open_zeros(LEGACYSSL_PCT1, &pct1, plain, 8 + 16, 9, LEGACYSSL_PADDING_TOO_LONG);
    open_zeros(LEGACYSSL_PCT1, &pct1, plain, 8 + 16, 8, LEGACYSSL_OK);
}

/* A record whose plaintext ends in `last`: what stands in the ciphertext before the last block is
 * added to it. */
static struct legacyssl_opened open_ending(enum legacyssl_protocol protocol, uint32_t code,
                                           size_t len, uint8_t last)
{
    const struct legacyssl_record_options plain = {0};
    const struct legacyssl_suite *suite = find(protocol, code);
    struct sample sample = sample_open(protocol, suite, plain);
    uint8_t body[256] = {0}, plaintext[sizeof body];
    const struct legacyssl_record record = {.body = {body, len}};
    struct legacyssl_position position = sample.start;
    struct legacyssl_opened opened;

    assert_int_equal(legacyssl_record_open(sample.state, &position, &record, plaintext, &opened),
                     LEGACYSSL_OK);
    body[len - suite->cipher->iv_size - 1] = plaintext[len - 1] ^ last;
    assert_int_equal(
        legacyssl_record_open(sample.state, &sample.start, &record, plaintext, &opened),
        LEGACYSSL_OK);
    assert_int_equal(plaintext[len - 1], last);
    legacyssl_write_state_free(sample.state);
    return opened;
}

/* RFC 6101 5.2.3.2: a block's length at most, the length byte with it; and it has to leave room for
 * the MAC. */
static void test_padding_bounds(void **state)
{
    static const struct {
        enum legacyssl_protocol protocol;
        uint32_t code;
        size_t len;
        uint8_t last;
        enum legacyssl_status expected;
    } rows[] = {
        {LEGACYSSL_SSL3, 0x000a, 64, 7, LEGACYSSL_GOOD},
        {LEGACYSSL_SSL3, 0x000a, 64, 8, LEGACYSSL_BAD},
        {LEGACYSSL_SSL3, 0x002f, 64, 15, LEGACYSSL_GOOD},
        {LEGACYSSL_SSL3, 0x002f, 64, 16, LEGACYSSL_BAD},
        {LEGACYSSL_SSL3, 0x002f, 32, 11, LEGACYSSL_GOOD},
        {LEGACYSSL_SSL3, 0x002f, 32, 12, LEGACYSSL_BAD},
        {LEGACYSSL_TLS10, 0x002f, 64, 0, LEGACYSSL_GOOD},
        {LEGACYSSL_TLS10, 0x002f, 64, 44, LEGACYSSL_BAD},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct legacyssl_opened opened =
            open_ending(rows[i].protocol, rows[i].code, rows[i].len, rows[i].last);
        const bool is_good = rows[i].expected == LEGACYSSL_GOOD;
        assert_int_equal(opened.padding_status, rows[i].expected);
        assert_int_equal(opened.padding_len, is_good ? rows[i].last + 1 : 1);
        assert_int_equal(opened.padding_offset + opened.padding_len, rows[i].len);
    }
}

/* What no caller of the library can cause is refused all the same: rooms of a fixed size. */
static void test_rooms(void **state)
{
    static const uint8_t zeros[129];
    struct legacyssl_input inputs[DIGEST_MAX_PARTS + 1] = {{"", {NULL, 0}}};
    struct legacyssl_bytes parts[DIGEST_MAX_PARTS + 1] = {{NULL, 0}};
    const struct legacyssl_input label = PRF_LABEL("label"), secret = {"", {zeros, 48}};
    uint8_t out[SHA1_SIZE];

    (void)state;
    for (size_t count = DIGEST_MAX_PARTS; count <= DIGEST_MAX_PARTS + 1; count++) {
        const enum legacyssl_error expected =
            count > DIGEST_MAX_PARTS ? LEGACYSSL_LIBGCRYPT : LEGACYSSL_OK;
        assert_int_equal(digest(GCRY_MD_MD5, parts, count, out), expected);
        assert_int_equal(traced_digest(NULL, (struct step_name){"", "", 0}, GCRY_MD_MD5, inputs,
                                       count, out, MD5_SIZE),
                         expected);
    }
    for (size_t len = 123; len <= 124; len++) /* 128 with the label */
        assert_int_equal(prf(NULL, "", secret, label, (struct legacyssl_input){"", {zeros, len}},
                             inputs[0], out, sizeof out),
                         len == 123 ? LEGACYSSL_OK : LEGACYSSL_RANDOM_LENGTH);
}

static void test_texts(void **state)
{
    (void)state;
    for (unsigned a = 0; a < LEGACYSSL_ERRORS; a++) {
        assert_non_null(legacyssl_error_text((enum legacyssl_error)a));
        for (unsigned b = 0; b < a; b++)
            assert_string_not_equal(legacyssl_error_text((enum legacyssl_error)a),
                                    legacyssl_error_text((enum legacyssl_error)b));
    }
    assert_non_null(legacyssl_error_text(LEGACYSSL_ERRORS));
    legacyssl_write_state_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_derivable),
        cmocka_unit_test(test_pct1_suite),
        cmocka_unit_test(test_master_secret_length),
        cmocka_unit_test(test_clear_key_length),
        cmocka_unit_test(test_random_length),
        cmocka_unit_test(test_master_secret_randoms),
        cmocka_unit_test(test_key_arg_length),
        cmocka_unit_test(test_not_whole_blocks),
        cmocka_unit_test(test_too_short),
        cmocka_unit_test(test_padding_too_long),
        cmocka_unit_test(test_padding_bounds),
        cmocka_unit_test(test_rooms),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
