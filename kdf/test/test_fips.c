/* test_fips.c - libgcrypt in FIPS mode refuses what these protocols are made of; that is an error
 * with a name, and nothing worse. From 1.11 on it refuses less.
 * LIBGCRYPT_FORCE_FIPS_MODE must be set before libgcrypt is used.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "sample.h"

#include <gcrypt.h>
#include <stdlib.h>

static bool has_md5(void)
{
    const uint8_t nothing = 0;
    uint8_t digest[16];
    gcry_buffer_t buffer = {.data = (void *)&nothing, .len = 1};

    return gcry_md_hash_buffers(GCRY_MD_MD5, 0, digest, &buffer, 1) == 0;
}

static void assert_named(enum legacyssl_error error)
{
    if (error != LEGACYSSL_OK || !has_md5())
        assert_int_equal(error, LEGACYSSL_LIBGCRYPT);
}

static void test_fips_mode(void **state)
{
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];

    (void)state;
    gcry_check_version(NULL);
    if (!gcry_fips_mode_active())
        skip(); /* a libgcrypt that is built without it */
    for (unsigned p = 0; p < LEGACYSSL_PROTOCOLS; p++) {
        const enum legacyssl_protocol protocol = (enum legacyssl_protocol)p;
        struct legacyssl_connection_keys keys;
        struct legacyssl_suite pct1;
        legacyssl_pct1_suite(&pct1, 1, 40, 128, 1);
        const struct legacyssl_suite *suite =
            protocol == LEGACYSSL_PCT1
                ? &pct1
                : legacyssl_suite_find(protocol, protocol == LEGACYSSL_SSL2 ? 0x060040 : 0x0062);
        const struct legacyssl_secrets secrets = sample_secrets(protocol, suite);
        assert_named(legacyssl_derive_keys(&secrets, &keys));
    }
    const struct legacyssl_secrets secrets =
        sample_secrets(LEGACYSSL_SSL3, legacyssl_suite_find(LEGACYSSL_SSL3, 0x0009));
    assert_named(legacyssl_master_secret(&secrets, secrets.master_secret,
                                         (struct legacyssl_bytes){NULL, 0}, master));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fips_mode)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
