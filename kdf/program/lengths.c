/* lengths.c - inputs whose lengths do not fit, told with the lengths that do
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lengths.h"

#include "fail.h"

#include <stdio.h>

#define MAX_TEXT 80

/* "--client-random has 31 bytes" or "--client-random is missing", and who wants how many. */
static _Noreturn void fail_input(const char *option, struct legacyssl_bytes input, const char *who,
                                 const char *wanted)
{
    if (input.data == NULL)
        fail("--%s is missing: %s takes %s", option, who, wanted);
    fail("--%s has %zu byte%s: %s takes %s", option, input.len, input.len == 1 ? "" : "s", who,
         wanted);
}

static void describe(struct legacyssl_length length, char text[MAX_TEXT])
{
    if (length.least == length.most)
        snprintf(text, MAX_TEXT, "%zu bytes", length.least);
    else
        snprintf(text, MAX_TEXT, "%zu to %zu bytes", length.least, length.most);
}

static _Noreturn void fail_random(const struct legacyssl_secrets *secrets,
                                  const struct legacyssl_lengths *lengths)
{
    const struct legacyssl_bytes client = secrets->client_random;
    const bool is_client =
        client.len < lengths->client_random.least || client.len > lengths->client_random.most;
    char wanted[MAX_TEXT];

    describe(is_client ? lengths->client_random : lengths->server_random, wanted);
    fail_input(is_client ? "client-random" : "server-random",
               is_client ? client : secrets->server_random,
               legacyssl_protocol_name(secrets->protocol), wanted);
}

static _Noreturn void fail_master_secret(const struct request *request,
                                         const struct legacyssl_lengths *lengths)
{
    char wanted[MAX_TEXT];

    if (request->premaster_secret.data != NULL)
        fail("--premaster-secret is empty");
    if (lengths->secret_part == 0)
        snprintf(wanted, sizeof wanted, "%zu bytes", lengths->master_secret);
    else
        snprintf(wanted, sizeof wanted, "%zu bytes, or %zu with a --clear-key of %zu",
                 lengths->master_secret, lengths->secret_part,
                 lengths->master_secret - lengths->secret_part);
    fail_input("master-secret", request->secrets.master_secret, request->suite, wanted);
}

static _Noreturn void fail_clear_key(const struct request *request,
                                     const struct legacyssl_lengths *lengths)
{
    const struct legacyssl_secrets *secrets = &request->secrets;
    const size_t missing = lengths->master_secret - secrets->master_secret.len;
    char wanted[MAX_TEXT];

    if (missing != 0)
        snprintf(wanted, sizeof wanted, "%zu bytes beside a master secret of %zu", missing,
                 secrets->master_secret.len);
    else
        snprintf(wanted, sizeof wanted, "a multiple of %zu bytes", lengths->clear_key_unit);
    fail_input("clear-key", secrets->clear_key, request->suite, wanted);
}

void fail_derivation(const struct request *request, enum legacyssl_error error)
{
    const struct legacyssl_secrets *secrets = &request->secrets;
    struct legacyssl_lengths lengths;
    char wanted[MAX_TEXT];

    legacyssl_input_lengths(secrets->protocol, secrets->suite, &lengths);
    snprintf(wanted, sizeof wanted, "%zu bytes", lengths.key_arg);
    switch (error) {
    case LEGACYSSL_RANDOM_LENGTH:
        fail_random(secrets, &lengths);
    case LEGACYSSL_MASTER_SECRET_LENGTH:
        fail_master_secret(request, &lengths);
    case LEGACYSSL_CLEAR_KEY_LENGTH:
        fail_clear_key(request, &lengths);
    case LEGACYSSL_KEY_ARG_LENGTH:
        fail_input("key-arg", secrets->key_arg, request->suite, wanted);
    default:
        fail("--suite %s: %s", request->suite, legacyssl_error_text(error));
    }
}
