/* sample.c - secrets of the right lengths for any suite
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "sample.h"

#include "protocol.h"

struct legacyssl_secrets sample_secrets(enum legacyssl_protocol protocol,
                                        const struct legacyssl_suite *suite)
{
    static const uint8_t bytes[64] = "0123456789abcdef0123456789ABCDEF~!@#$%^&*()_+{}:<>?[];',./-=";
    const size_t master_len[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = suite->cipher->expanded_key_material,
        [LEGACYSSL_PCT1] = 16,
        [LEGACYSSL_SSL3] = 48,
        [LEGACYSSL_TLS10] = 48,
    };

    return (struct legacyssl_secrets){
        .protocol = protocol,
        .suite = suite,
        .master_secret = {bytes, master_len[protocol]},
        .clear_key = {bytes + 3, 24},
        .client_random = {bytes + 5, 32},
        .server_random = {bytes + 8, 32},
        .server_certificate = {bytes + 1, 50},
        .key_arg = {bytes + 2, suite->cipher->iv_size},
    };
}

struct sample sample_open(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite,
                          struct legacyssl_record_options options)
{
    const struct legacyssl_secrets secrets = sample_secrets(protocol, suite);
    struct legacyssl_connection_keys keys;
    struct sample sample;

    assert_int_equal(legacyssl_derive_keys(&secrets, &keys), LEGACYSSL_OK);
    assert_int_equal(legacyssl_write_state_new(&secrets, &keys, LEGACYSSL_CLIENT, options,
                                               &sample.state, &sample.start),
                     LEGACYSSL_OK);
    return sample;
}

static void for_each_row(enum legacyssl_protocol protocol, const struct legacyssl_suite *suites,
                         void (*use)(enum legacyssl_protocol, const struct legacyssl_suite *))
{
    for (; suites->name != NULL; suites++) {
        const struct legacyssl_secrets secrets = sample_secrets(protocol, suites);
        struct legacyssl_connection_keys keys;
        if (legacyssl_derive_keys(&secrets, &keys) == LEGACYSSL_OK)
            use(protocol, suites);
    }
}

void for_each_suite(void (*use)(enum legacyssl_protocol protocol,
                                const struct legacyssl_suite *suite))
{
    struct legacyssl_suite suite;

    for (unsigned p = 0; p < LEGACYSSL_PROTOCOLS; p++) {
        const struct legacyssl_suite *rows = protocol_ops((enum legacyssl_protocol)p)->suites;
        if (rows != NULL)
            for_each_row((enum legacyssl_protocol)p, rows, use);
    }
    for (unsigned cipher = 1; cipher <= PCT1_CIPHERS; cipher++) {
        for (unsigned hash = 1; hash <= PCT1_HASHES; hash++) {
            for (unsigned bits = 0; bits <= 40; bits += 40) {
                assert_int_equal(legacyssl_pct1_suite(&suite, cipher, bits, 128, hash),
                                 LEGACYSSL_OK);
                use(LEGACYSSL_PCT1, &suite);
            }
        }
    }
}
