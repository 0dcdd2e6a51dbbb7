/* test_suites.c - the tables of suites: no row twice, none wrong, none without known answers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "key_block.h"
#include "protocol.h"
#include "sample.h"
#include "vector.h"

#include <gcrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLES 2
static const struct legacyssl_suite *const tables[TABLES] = {ssl2_suites, ssl3_suites};
static const enum legacyssl_protocol protocols[TABLES] = {LEGACYSSL_SSL2, LEGACYSSL_TLS10};

static void test_no_code_twice(void **state)
{
    (void)state;
    for (size_t t = 0; t < TABLES; t++)
        for (const struct legacyssl_suite *suite = tables[t]; suite->name != NULL; suite++)
            assert_ptr_equal(legacyssl_suite_find(protocols[t], suite->code), suite);
    assert_null(legacyssl_suite_find(LEGACYSSL_TLS10, 0x5600)); /* a signal, not a suite */
    assert_null(legacyssl_suite_find(LEGACYSSL_PCT1, 0));
    assert_null(legacyssl_suite_find(LEGACYSSL_PROTOCOLS, 0x0005));
}

/* The suite's standard name ends in the names of its cipher and MAC. */
static void test_names(void **state)
{
    char tail[64];

    (void)state;
    for (const struct legacyssl_suite *suite = ssl3_suites; suite->name != NULL; suite++) {
        const char *cipher = suite->cipher->name, *with = strstr(suite->name, "_WITH_");
        if (!suite_is_derivable(LEGACYSSL_TLS10, suite))
            continue;
        if (strcmp(cipher, "DES_CBC_EXPORT1024") == 0) {
            assert_non_null(strstr(suite->name, "_EXPORT1024_"));
            cipher = "DES_CBC";
        } else if (strstr(suite->name, "_WITH_DES_CBC_40_") != NULL) {
            assert_string_equal(cipher, "DES40_CBC"); /* RFC 2712's other name */
            cipher = "DES_CBC_40";
        }
        snprintf(tail, sizeof tail, "_WITH_%s_%s", cipher, suite->mac->name);
        assert_string_equal(with, tail);
        assert_true(suite->cipher->is_exportable == (strstr(suite->name, "_EXPORT") != NULL));
    }
}

static void check_sizes(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    const struct legacyssl_cipher *cipher = suite->cipher;
    const size_t digest = gcry_md_get_algo_dlen(suite->mac->algorithm);

    assert_true(cipher->expanded_key_material <= LEGACYSSL_MAX_KEY);
    assert_true(suite->mac->size <= LEGACYSSL_MAX_MAC && suite->mac->size <= digest);
    assert_true(protocol == LEGACYSSL_PCT1 || suite->mac->size == digest);
    assert_true(protocol == LEGACYSSL_PCT1 || key_block_len(suite) <= KEY_BLOCK_MAX);
    assert_true(cipher->iv_size <= sizeof((struct legacyssl_position *)NULL)->chain);
    if (cipher->iv_size != 0) {
        assert_int_equal(gcry_cipher_get_algo_keylen(cipher->algorithm),
                         cipher->expanded_key_material);
        assert_int_equal(gcry_cipher_get_algo_blklen(cipher->algorithm), cipher->iv_size);
    }
}

/* Each of the six values has its length, and the two sides have not the same keys, but for keys of
 * so few bits that they may. */
static void check_keys(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    const struct legacyssl_secrets secrets = sample_secrets(protocol, suite);
    const size_t key = suite->cipher->expanded_key_material, iv = suite->cipher->iv_size;
    const size_t mac[LEGACYSSL_PROTOCOLS] = {key, (suite->mac_bits + 7u) / 8, suite->mac->size,
                                             suite->mac->size};
    struct legacyssl_connection_keys keys;
    struct legacyssl_key_lengths lengths;

    check_sizes(protocol, suite);
    assert_int_equal(legacyssl_key_lengths(protocol, suite, &lengths), LEGACYSSL_OK);
    assert_int_equal(lengths.write_key, key);
    assert_int_equal(lengths.MAC_secret, mac[protocol]);
    assert_int_equal(lengths.IV, iv);
    assert_int_equal(legacyssl_derive_keys(&secrets, &keys), LEGACYSSL_OK);
    assert_int_equal(keys.client_write_key.len, key);
    assert_int_equal(keys.server_write_key.len, key);
    assert_int_equal(keys.client_write_MAC_secret.len, mac[protocol]);
    assert_int_equal(keys.server_write_MAC_secret.len, mac[protocol]);
    assert_int_equal(keys.client_write_IV.len, iv);
    assert_int_equal(keys.server_write_IV.len, iv);
    if (key != 0 && (protocol != LEGACYSSL_PCT1 || suite->encryption_bits >= 40))
        assert_memory_not_equal(keys.client_write_key.data, keys.server_write_key.data, key);
    if (mac[protocol] != 0)
        assert_memory_not_equal(keys.client_write_MAC_secret.data,
                                keys.server_write_MAC_secret.data, mac[protocol]);
}

static void test_keys(void **state)
{
    (void)state;
    for_each_suite(check_keys);
}

/* PCT's every length of key: 0 to the standard one, and MAC keys of 64 to 319 bits. */
static void test_pct1_lengths(void **state)
{
    static const unsigned standard[] = {0, 56, 128, 128, 128, 112, 168};
    struct legacyssl_suite suite;

    (void)state;
    for (unsigned cipher = 1; cipher <= PCT1_CIPHERS; cipher++) {
        for (unsigned hash = 1; hash <= PCT1_HASHES; hash++) {
            for (unsigned bits = 0; bits <= standard[cipher]; bits++) {
                legacyssl_pct1_suite(&suite, cipher, bits, 64 + bits, hash);
                check_keys(LEGACYSSL_PCT1, &suite);
            }
            for (unsigned bits = 64; bits <= 319; bits++) {
                legacyssl_pct1_suite(&suite, cipher, standard[cipher], bits, hash);
                check_keys(LEGACYSSL_PCT1, &suite);
            }
        }
    }
}

static void test_des_parity(void **state)
{
    struct legacyssl_connection_keys keys;
    struct legacyssl_suite suite;

    (void)state;
    for (unsigned hash = 1; hash <= PCT1_HASHES; hash++) {
        legacyssl_pct1_suite(&suite, 6, 168, 128, hash);
        const struct legacyssl_secrets secrets = sample_secrets(LEGACYSSL_PCT1, &suite);
        legacyssl_derive_keys(&secrets, &keys);
        for (size_t i = 0; i < keys.client_write_key.len; i++) {
            unsigned ones = 0;
            for (unsigned bit = 0; bit < 8; bit++)
                ones += keys.client_write_key.data[i] >> bit & 1;
            assert_int_equal(ones % 2, 1);
        }
    }
}

/* ---- known answers --------------------------------------------------------------------------- */

static int files;
static char **file_names;

/* Whether a block of the files opens records of this protocol, cipher and MAC. */
static bool is_answered(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite,
                        const struct kat *kats)
{
    struct vector vector;

    for (int f = 0; f < files; f++) {
        for (size_t b = 0; b < kats[f].count; b++) {
            const struct kat_block *block = &kats[f].blocks[b];
            if (strcmp(kat_value(block, "kind"), "record") != 0 ||
                vector_protocol(block) != protocol)
                continue;
            vector_read(&vector, block);
            if (vector.secrets.suite->cipher == suite->cipher &&
                vector.secrets.suite->mac == suite->mac)
                return true;
        }
    }
    return false;
}

static struct kat *kats;

static void check_answered(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    if (!is_answered(protocol, suite, kats)) {
        print_error("%s: no record of %s with %s among the known answers\n",
                    legacyssl_protocol_name(protocol), suite->cipher->name, suite->mac->name);
        fail();
    }
}

static void test_every_row_has_known_answers(void **state)
{
    (void)state;
    kats = calloc((size_t)files, sizeof *kats);
    for (int f = 0; f < files; f++)
        kat_read(&kats[f], file_names[f]);
    for_each_suite(check_answered);
    for (int f = 0; f < files; f++)
        kat_free(&kats[f]);
    free(kats);
}

/* What each protocol says of itself. */
static void test_protocols(void **state)
{
    static const struct {
        const char *name;
        uint16_t version;
        bool counts_cleartext;
        size_t max_body;
    } expected[LEGACYSSL_PROTOCOLS] = {
        {"SSL 2.0", 0x0002, true, 32767},
        {"PCT 1.0", 0x8001, true, 32767},
        {"SSL 3.0", 0x0300, false, 18432},
        {"TLS 1.0", 0x0301, false, 18432},
    };

    (void)state;
    for (unsigned p = 0; p < LEGACYSSL_PROTOCOLS; p++) {
        const enum legacyssl_protocol protocol = (enum legacyssl_protocol)p;
        assert_string_equal(legacyssl_protocol_name(protocol), expected[p].name);
        assert_int_equal(legacyssl_protocol_version(protocol), expected[p].version);
        assert_int_equal(legacyssl_counts_cleartext_records(protocol),
                         expected[p].counts_cleartext);
        assert_int_equal(legacyssl_max_body(protocol), expected[p].max_body);
    }
}

/* encrypt_then_mac and truncated_hmac are TLS's, whatever the caller says of other protocols. */
static void check_options(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    const struct legacyssl_record_options options = {true, true};
    const bool tls = protocol == LEGACYSSL_TLS10, block = suite->cipher->iv_size != 0;
    const struct legacyssl_record record = {.body = {(const uint8_t[96]){0}, 96}};
    const size_t truncated = suite->mac->size < 10 ? suite->mac->size : 10;
    struct sample sample = sample_open(protocol, suite, options);
    struct legacyssl_opened opened;
    uint8_t plaintext[96];

    legacyssl_record_decrypt(sample.state, &sample.start, &record, plaintext, &opened);
    assert_int_equal(opened.mac_is_encrypted, protocol != LEGACYSSL_PCT1 && !(tls && block));
    if (opened.mac_len != 0)
        assert_int_equal(opened.mac_len, tls ? truncated : suite->mac->size);
    legacyssl_write_state_free(sample.state);
}

static void test_options(void **state)
{
    (void)state;
    for_each_suite(check_options);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_code_twice),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_pct1_lengths),
        cmocka_unit_test(test_des_parity),
        cmocka_unit_test(test_every_row_has_known_answers),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_protocols),
    };

    files = argc - 1;
    file_names = argv + 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
