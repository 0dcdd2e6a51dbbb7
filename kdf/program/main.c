/* main.c - legacyssl-kdf: the six values of a connection from its master secret
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes.h"
#include "fail.h"
#include "lengths.h"
#include "request.h"
#include "suite_option.h"

#include <stdio.h>
#include <stdlib.h>

#define SESSION_HASH_SIZE 36 /* RFC 7627 3 */

static void print(void *data, const char *text, size_t len)
{
    (void)data;
    fwrite(text, 1, len, stdout);
}

static void make_master_secret(const struct request *request,
                               const struct legacyssl_secrets *secrets,
                               uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE])
{
    const struct legacyssl_bytes hash = request->session_hash;

    if (hash.data != NULL && hash.len != SESSION_HASH_SIZE)
        fail("--session-hash has %zu bytes: it is an MD5 and a SHA-1 of the handshake, %d bytes",
             hash.len, SESSION_HASH_SIZE);
    const enum legacyssl_error error =
        legacyssl_master_secret(secrets, request->premaster_secret, hash, master);
    if (error != LEGACYSSL_OK)
        fail_derivation(request, error);
}

static void derive(const struct request *request, const struct legacyssl_secrets *secrets,
                   const struct legacyssl_explanation *explanation)
{
    struct legacyssl_connection_keys keys;
    const enum legacyssl_error error = legacyssl_derive_keys(secrets, &keys);

    if (error != LEGACYSSL_OK)
        fail_derivation(request, error);
    if (request->premaster_secret.data != NULL) {
        printf("master_secret = ");
        bytes_print(secrets->master_secret);
    }
    legacyssl_explain_keys(explanation, &keys);
    legacyssl_wipe(&keys, sizeof keys);
}

static void answer(const struct request *request)
{
    struct legacyssl_secrets secrets = request->secrets;
    struct legacyssl_explanation explanation = {.secrets = &secrets, .write = print};
    const struct legacyssl_trace trace = {legacyssl_explain_step, &explanation};
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];

    if (request->explains) {
        legacyssl_explain_heading(&explanation, request->premaster_secret.data != NULL,
                                  request->session_hash.data != NULL);
        secrets.trace = &trace;
    }
    if (request->premaster_secret.data != NULL) {
        make_master_secret(request, &secrets, master);
        secrets.master_secret = (struct legacyssl_bytes){master, sizeof master};
    }
    derive(request, &secrets, &explanation);
    legacyssl_wipe(master, sizeof master);
}

int main(int argc, char **argv)
{
    struct request request;

    request_read(&request, argc, argv);
    if (request.lists)
        suite_option_list(request.secrets.protocol);
    else
        answer(&request);
    request_free(&request);
    return ferror(stdout) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
