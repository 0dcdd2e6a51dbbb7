/* test_rc2.c - rc2.c against libgcrypt's RC2, which shares no line with it, and RFC 2268's examples
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "random_bytes.h"
#include "rc2.h"

#include <gcrypt.h>
#include <string.h>

#define LENGTH 800
#define ROUNDS 20

/* Where libgcrypt can: as many effective bits as the key has. */
static void check_key(const uint8_t *key, size_t key_len)
{
    uint8_t plain[LENGTH], cipher[LENGTH], out[LENGTH];
    struct legacyssl_position position;
    struct rc2_key expanded;
    gcry_cipher_hd_t handle;

    random_bytes(plain, sizeof plain);
    random_bytes(position.chain, RC2_BLOCK);
    assert_int_equal(gcry_cipher_open(&handle, GCRY_CIPHER_RFC2268_128, GCRY_CIPHER_MODE_CBC, 0),
                     0);
    assert_int_equal(gcry_cipher_setkey(handle, key, key_len), 0);
    assert_int_equal(gcry_cipher_setiv(handle, position.chain, RC2_BLOCK), 0);
    assert_int_equal(gcry_cipher_encrypt(handle, cipher, LENGTH, plain, LENGTH), 0);
    gcry_cipher_close(handle);

    rc2_expand(&expanded, (struct legacyssl_bytes){key, key_len}, (unsigned)(8 * key_len));
    rc2_cbc_decrypt(&expanded, &position, (struct legacyssl_bytes){cipher, LENGTH}, out);
    assert_memory_equal(out, plain, LENGTH);
    assert_memory_equal(position.chain, cipher + LENGTH - RC2_BLOCK, RC2_BLOCK);
}

static void test_against_libgcrypt(void **state)
{
    uint8_t key[16];

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        random_bytes(key, sizeof key);
        check_key(key, 5 + random_below(12));
    }
}

/* RFC 2268 5, those whose key has more or other bits than are effective. */
static void test_effective_bits(void **state)
{
    static const struct {
        unsigned key_len, effective_bits;
        uint8_t key[17], plain[RC2_BLOCK], cipher[RC2_BLOCK];
    } rows[] = {
        {8, 63, {0}, {0}, {0xeb, 0xb7, 0x73, 0xf9, 0x93, 0x27, 0x8e, 0xff}},
        {1, 64, {0x88}, {0}, {0x61, 0xa8, 0xa2, 0x44, 0xad, 0xac, 0xcc, 0xf0}},
        {16,
         64,
         {0x88, 0xbc, 0xa9, 0x0e, 0x90, 0x87, 0x5a, 0x7f, 0x0f, 0x79, 0xc3, 0x84, 0x62, 0x7b, 0xaf,
          0xb2},
         {0},
         {0x1a, 0x80, 0x7d, 0x27, 0x2b, 0xbe, 0x5d, 0xb1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct legacyssl_position position = {{{0}}};
        struct rc2_key expanded;
        uint8_t out[RC2_BLOCK];

        rc2_expand(&expanded, (struct legacyssl_bytes){rows[i].key, rows[i].key_len},
                   rows[i].effective_bits);
        rc2_cbc_decrypt(&expanded, &position, (struct legacyssl_bytes){rows[i].cipher, RC2_BLOCK},
                        out);
        assert_memory_equal(out, rows[i].plain, RC2_BLOCK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_libgcrypt),
        cmocka_unit_test(test_effective_bits),
    };

    gcry_check_version(NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
