/* test_rc4.c - rc4.c against libgcrypt's RC4, which shares no line with it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "random_bytes.h"
#include "rc4.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH 3000
#define ROUNDS 20

/* What libgcrypt makes of `in` under `key`. */
static void encrypt(const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out)
{
    gcry_cipher_hd_t handle;

    assert_int_equal(
        gcry_cipher_open(&handle, GCRY_CIPHER_ARCFOUR, GCRY_CIPHER_MODE_STREAM, 0), 0);
    assert_int_equal(gcry_cipher_setkey(handle, key, key_len), 0);
    assert_int_equal(gcry_cipher_encrypt(handle, out, LENGTH, in, LENGTH), 0);
    gcry_cipher_close(handle);
}

/* In pieces of random sizes, in place, and beginning at a random place. */
static void check_key(const uint8_t *key, size_t key_len)
{
    uint8_t plain[LENGTH], cipher[LENGTH], out[LENGTH];
    struct legacyssl_position position;

    random_bytes(plain, sizeof plain);
    encrypt(key, key_len, plain, cipher);

    rc4_start(&position, (struct legacyssl_bytes){key, key_len});
    memcpy(out, cipher, LENGTH);
    for (size_t at = 0, piece; at < LENGTH; at += piece) {
        piece = random_below(200);
        piece = piece < LENGTH - at ? piece : LENGTH - at;
        rc4_crypt(&position, out + at, out + at, piece);
    }
    assert_memory_equal(out, plain, LENGTH);

    const size_t skip = random_below(LENGTH);
    rc4_start(&position, (struct legacyssl_bytes){key, key_len});
    rc4_skip(&position, skip);
    rc4_crypt(&position, cipher + skip, out, LENGTH - skip);
    assert_memory_equal(out, plain + skip, LENGTH - skip);
}

static void test_against_libgcrypt(void **state)
{
    uint8_t key[256];

    (void)state;
    for (size_t key_len = 5; key_len <= 32; key_len++) {
        for (int round = 0; round < ROUNDS; round++) {
            random_bytes(key, key_len);
            check_key(key, key_len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_libgcrypt)};

    gcry_check_version(NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
