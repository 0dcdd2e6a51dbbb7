/* ssl2_key_arg.c - the KEY-ARG of a resumed SSL 2.0 session, from its first record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include "digest.h"
#include "libgcrypt.h"

#include <string.h>

/* draft-hickman 4.1: the MAC is the first thing in the body and covers what follows it. So an
 * unknown IV hides the first block of the MAC and nothing else: its other half tells whether the
 * keys are right, and what the first block should have been tells the IV. */
static enum legacyssl_error compare_halves(const uint8_t *mac, const uint8_t *expected,
                                           size_t block, uint8_t *key_arg)
{
    if (memcmp(mac + block, expected + block, MD5_SIZE - block) != 0)
        return LEGACYSSL_KEY_ARG_LENGTH;
    for (size_t i = 0; i < block; i++)
        key_arg[i] = mac[i] ^ expected[i];
    return LEGACYSSL_OK;
}

static enum legacyssl_error open_with(const struct legacyssl_secrets *secrets,
                                      enum legacyssl_side side,
                                      const struct legacyssl_record *record, uint8_t *plaintext,
                                      struct legacyssl_opened *opened)
{
    const struct legacyssl_record_options none = {false, false};
    struct legacyssl_connection_keys keys;
    struct legacyssl_write_state *state;
    struct legacyssl_position position;

    enum legacyssl_error error = legacyssl_derive_keys(secrets, &keys);
    if (error == LEGACYSSL_OK)
        error = legacyssl_write_state_new(secrets, &keys, side, none, &state, &position);
    if (error == LEGACYSSL_OK) {
        error = legacyssl_record_open(state, &position, record, plaintext, opened);
        legacyssl_write_state_free(state);
    }
    legacyssl_wipe(&keys, sizeof keys);
    return error;
}

enum legacyssl_error legacyssl_ssl2_recover_key_arg(const struct legacyssl_secrets *secrets,
                                                    enum legacyssl_side side,
                                                    const struct legacyssl_record *record,
                                                    uint8_t key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE])
{
    static const uint8_t zeros[LEGACYSSL_SSL2_KEY_ARG_SIZE];
    struct legacyssl_secrets guess = *secrets;
    struct legacyssl_opened opened;

    if (secrets->protocol != LEGACYSSL_SSL2 ||
        !suite_is_derivable(secrets->protocol, secrets->suite) || suite_is_stream(secrets->suite))
        return LEGACYSSL_NOT_DERIVABLE;
    guess.key_arg = BYTES(zeros, sizeof zeros);
    libgcrypt_prepare();
    uint8_t *plaintext = gcry_malloc(record->body.len + 1);
    if (plaintext == NULL)
        return LEGACYSSL_LIBGCRYPT;
    enum legacyssl_error error = open_with(&guess, side, record, plaintext, &opened);
    if (error == LEGACYSSL_OK)
        error = compare_halves(plaintext, opened.expected_mac, sizeof zeros, key_arg);
    legacyssl_wipe(plaintext, record->body.len + 1);
    gcry_free(plaintext);
    return error;
}
