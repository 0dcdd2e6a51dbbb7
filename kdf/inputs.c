/* inputs.c - whether the inputs of a derivation have the lengths that it needs
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

enum legacyssl_error legacyssl_input_lengths(enum legacyssl_protocol protocol,
                                             const struct legacyssl_suite *suite,
                                             struct legacyssl_lengths *lengths)
{
    *lengths = (struct legacyssl_lengths){.clear_key_unit = 1};
    if (!suite_is_derivable(protocol, suite))
        return LEGACYSSL_NOT_DERIVABLE;
    protocol_ops(protocol)->lengths(suite, lengths);
    return LEGACYSSL_OK;
}

static bool is_within(struct legacyssl_length length, struct legacyssl_bytes bytes)
{
    return bytes.len >= length.least && bytes.len <= length.most;
}

/* A master secret that lacks its clear part has that beside it. */
static enum legacyssl_error check_clear_key(const struct legacyssl_lengths *lengths,
                                            const struct legacyssl_secrets *secrets)
{
    const size_t missing = lengths->master_secret - secrets->master_secret.len;

    if (missing != 0 && secrets->clear_key.len != missing)
        return LEGACYSSL_CLEAR_KEY_LENGTH;
    if (secrets->clear_key.len % lengths->clear_key_unit != 0)
        return LEGACYSSL_CLEAR_KEY_LENGTH;
    return LEGACYSSL_OK;
}

enum legacyssl_error inputs_check(const struct legacyssl_secrets *secrets)
{
    struct legacyssl_lengths lengths;
    const enum legacyssl_error error =
        legacyssl_input_lengths(secrets->protocol, secrets->suite, &lengths);

    if (error != LEGACYSSL_OK)
        return error;
    if (secrets->master_secret.len != lengths.master_secret &&
        (lengths.secret_part == 0 || secrets->master_secret.len != lengths.secret_part))
        return LEGACYSSL_MASTER_SECRET_LENGTH;
    if (!is_within(lengths.client_random, secrets->client_random) ||
        !is_within(lengths.server_random, secrets->server_random))
        return LEGACYSSL_RANDOM_LENGTH;
    if (lengths.key_arg != 0 && secrets->key_arg.len != lengths.key_arg)
        return LEGACYSSL_KEY_ARG_LENGTH;
    return check_clear_key(&lengths, secrets);
}
