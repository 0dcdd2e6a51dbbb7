/* program.c - what somebody else's program does with the installed library
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <legacyssl-kdf.h>

#include <stdio.h>
#include <string.h>

/* The first of vectors/ssl2.kat: SSL_CK_RC4_128_WITH_MD5. */
static const uint8_t master[] = {0x79, 0x68, 0x79, 0xc5, 0x09, 0xd6, 0xe6, 0x79,
                                 0x41, 0x12, 0xcf, 0x8a, 0xf8, 0xa8, 0xda, 0xb7};
static const uint8_t challenge[] = {0xcf, 0xf0, 0x46, 0x59, 0x4f, 0x39, 0xe0, 0x11,
                                    0x88, 0xec, 0xf3, 0x60, 0xf1, 0xa3, 0xf7, 0x94};
static const uint8_t connection_id[] = {0x9a, 0x08, 0xf7, 0xee, 0x6a, 0xbe, 0x69, 0x45,
                                        0x14, 0x66, 0x07, 0x4e, 0xdf, 0xc9, 0x8a, 0x16};
static const uint8_t client_write_key[] = {0x0e, 0x09, 0x4b, 0x22, 0x18, 0x3e, 0xed, 0xe6,
                                           0xcc, 0xfd, 0x34, 0xf7, 0x7b, 0x8c, 0x9a, 0x74};

int main(void)
{
    const struct legacyssl_secrets secrets = {
        .protocol = LEGACYSSL_SSL2,
        .suite = legacyssl_suite_find(LEGACYSSL_SSL2, 0x010080),
        .master_secret = {master, sizeof master},
        .client_random = {challenge, sizeof challenge},
        .server_random = {connection_id, sizeof connection_id},
    };
    struct legacyssl_connection_keys keys;
    const enum legacyssl_error error = legacyssl_derive_keys(&secrets, &keys);

    if (error != LEGACYSSL_OK) {
        fprintf(stderr, "%s\n", legacyssl_error_text(error));
        return 1;
    }
    if (keys.client_write_key.len != sizeof client_write_key ||
        memcmp(keys.client_write_key.data, client_write_key, sizeof client_write_key) != 0) {
        fprintf(stderr, "the client_write_key is wrong\n");
        return 1;
    }
    return 0;
}
