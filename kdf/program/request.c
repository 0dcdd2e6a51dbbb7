/* request.c - what the command line asks for
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "request.h"

#include "ascii.h"
#include "bytes.h"
#include "fail.h"
#include "libgcrypt.h"
#include "suite_option.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: " PROGRAM_NAME " --protocol PROTOCOL --suite SUITE --master-secret BYTES\n"
    "                     --client-random BYTES --server-random BYTES [options]\n"
    "Derives the keys of an SSL 2.0, PCT 1.0, SSL 3.0 or TLS 1.0 connection.\n"
    "\n"
    "  -p, --protocol PROTOCOL       ssl2, pct1, ssl3 or tls10\n"
    "  -s, --suite SUITE             name, OpenSSL's name or number; of PCT\n"
    "                                CIPHER:BITS,HASH:BITS\n"
    "  -m, --master-secret BYTES     of SSL 2.0 whole or its secret part\n"
    "  -P, --premaster-secret BYTES  SSL 3.0, TLS 1.0: in place of the master secret\n"
    "  -H, --session-hash BYTES      TLS 1.0: makes an extended master secret of it\n"
    "  -c, --client-random BYTES     of SSL 2.0 and PCT the CHALLENGE\n"
    "  -r, --server-random BYTES     of SSL 2.0 and PCT the CONNECTION-ID\n"
    "  -k, --clear-key BYTES         SSL 2.0's exportable ciphers, PCT's short keys\n"
    "  -a, --key-arg BYTES           block ciphers of SSL 2.0 and PCT\n"
    "  -C, --certificate BYTES       PCT: the server's\n"
    "      --des-as-drafted          SSL 2.0: DES without the digit in KEY-MATERIAL-0\n"
    "      --keep-low-bits           PCT: of a key's last byte keep the low bits\n"
    "  -e, --explain                 show each step of the derivation\n"
    "  -l, --list                    list the suites of the protocol\n"
    "  -h, --help                    show this\n"
    "  -V, --version                 show the version\n"
    "\n"
    "BYTES are hexadecimal digits, or @FILE for the bytes of a file: other users of\n"
    "the machine can see what stands on a command line.\n";

enum { DES_AS_DRAFTED = 256, KEEP_LOW_BITS };

#define SHORT_OPTIONS "p:s:m:P:H:c:r:k:a:C:elhV"
#define WITH_BYTES "mPHcrkaC"

static const struct option options[] = {
    {"protocol", required_argument, NULL, 'p'},
    {"suite", required_argument, NULL, 's'},
    {"master-secret", required_argument, NULL, 'm'},
    {"premaster-secret", required_argument, NULL, 'P'},
    {"session-hash", required_argument, NULL, 'H'},
    {"client-random", required_argument, NULL, 'c'},
    {"server-random", required_argument, NULL, 'r'},
    {"clear-key", required_argument, NULL, 'k'},
    {"key-arg", required_argument, NULL, 'a'},
    {"certificate", required_argument, NULL, 'C'},
    {"des-as-drafted", no_argument, NULL, DES_AS_DRAFTED},
    {"keep-low-bits", no_argument, NULL, KEEP_LOW_BITS},
    {"explain", no_argument, NULL, 'e'},
    {"list", no_argument, NULL, 'l'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static const char *option_name(int letter)
{
    for (const struct option *option = options; option->name != NULL; option++)
        if (option->val == letter)
            return option->name;
    return "";
}

static struct legacyssl_bytes *bytes_of(struct request *request, int letter)
{
    struct legacyssl_secrets *secrets = &request->secrets;

    switch (letter) {
    case 'm':
        return &secrets->master_secret;
    case 'P':
        return &request->premaster_secret;
    case 'H':
        return &request->session_hash;
    case 'c':
        return &secrets->client_random;
    case 'r':
        return &secrets->server_random;
    case 'k':
        return &secrets->clear_key;
    case 'a':
        return &secrets->key_arg;
    case 'C':
        return &secrets->server_certificate;
    default:
        return NULL;
    }
}

static void release(struct legacyssl_bytes *bytes)
{
    if (bytes->len != 0)
        legacyssl_wipe((void *)bytes->data, bytes->len);
    gcry_free((void *)bytes->data);
    *bytes = (struct legacyssl_bytes){NULL, 0};
}

static void take_bytes(struct request *request, int letter, const char *text)
{
    struct legacyssl_bytes *bytes = bytes_of(request, letter);
    const char *message;

    if (bytes == NULL)
        exit(EXIT_FAILURE); /* getopt has said what is wrong */
    release(bytes);
    if (!bytes_read(text, bytes, &message))
        fail("--%s: %s", option_name(letter), message);
}

/* Options without bytes; the protocol's text is kept for later: it may come in any order. */
static void take_option(struct request *request, int letter, const char **protocol)
{
    switch (letter) {
    case 'p':
        *protocol = optarg;
        break;
    case 's':
        request->suite = optarg;
        break;
    case 'e':
        request->explains = true;
        break;
    case 'l':
        request->lists = true;
        break;
    case DES_AS_DRAFTED:
        request->secrets.des_as_drafted = true;
        break;
    case KEEP_LOW_BITS:
        request->secrets.keeps_low_bits = true;
        break;
    case 'h':
        fputs(help, stdout);
        exit(EXIT_SUCCESS);
    case 'V':
        puts(PROGRAM_NAME " " LEGACYSSL_VERSION);
        exit(EXIT_SUCCESS);
    default:
        take_bytes(request, letter, optarg);
        break;
    }
}

static enum legacyssl_protocol find_protocol(const char *text)
{
    static const char *const names[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = "ssl2",
        [LEGACYSSL_PCT1] = "pct1",
        [LEGACYSSL_SSL3] = "ssl3",
        [LEGACYSSL_TLS10] = "tls10",
    };

    if (text == NULL)
        fail("--protocol is missing");
    for (unsigned i = 0; i < LEGACYSSL_PROTOCOLS; i++)
        if (ascii_same(text, names[i]) ||
            ascii_same(text, legacyssl_protocol_name((enum legacyssl_protocol)i)))
            return (enum legacyssl_protocol)i;
    fail("--protocol %s: not one of ssl2, pct1, ssl3 and tls10", text);
}

static void compose_suite(struct request *request)
{
    enum legacyssl_error error;

    if (!suite_option_compose(&request->composed, request->suite, &error))
        fail("--suite %s: a suite of PCT 1.0 looks like RC4:128,MD5:128", request->suite);
    if (error != LEGACYSSL_OK)
        fail("--suite %s: the draft does not say how to derive keys of this kind and length",
             request->suite);
    request->secrets.suite = &request->composed;
}

static void find_suite(struct request *request)
{
    struct legacyssl_secrets *secrets = &request->secrets;

    if (request->suite == NULL)
        fail("--suite is missing; --list shows what there is");
    if (secrets->protocol == LEGACYSSL_PCT1) {
        compose_suite(request);
        return;
    }
    secrets->suite = suite_option_find(secrets->protocol, request->suite);
    if (secrets->suite == NULL)
        fail("--suite %s: %s has no such suite; --list shows what there is", request->suite,
             legacyssl_protocol_name(secrets->protocol));
}

static void check_secrets(const struct request *request)
{
    const enum legacyssl_protocol protocol = request->secrets.protocol;
    const bool has_premaster = request->premaster_secret.data != NULL;

    if (has_premaster && protocol != LEGACYSSL_SSL3 && protocol != LEGACYSSL_TLS10)
        fail("--premaster-secret: %s has none", legacyssl_protocol_name(protocol));
    if (has_premaster && request->secrets.master_secret.data != NULL)
        fail("--master-secret and --premaster-secret: one of them is enough");
    if (request->session_hash.data != NULL && !has_premaster)
        fail("--session-hash goes with --premaster-secret");
    if (request->session_hash.data != NULL && protocol == LEGACYSSL_SSL3)
        fail("--session-hash: SSL 3.0 has no extended master secret");
}

void request_read(struct request *request, int argc, char **argv)
{
    const char *protocol = NULL;
    int letter;

    *request = (struct request){.suite = NULL};
    while ((letter = getopt_long(argc, argv, SHORT_OPTIONS, options, NULL)) != -1)
        take_option(request, letter, &protocol);
    if (optind < argc)
        fail("%s: every value has an option", argv[optind]);
    request->secrets.protocol = find_protocol(protocol);
    if (request->lists)
        return;
    find_suite(request);
    check_secrets(request);
}

void request_free(struct request *request)
{
    for (const char *letter = WITH_BYTES; *letter != '\0'; letter++)
        release(bytes_of(request, *letter));
}
