/* main.c - legacyssl-kdf: the six values of a connection from its master secret
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes.h"
#include "explain.h"
#include "suite_option.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NAME "legacyssl-kdf"

static const char help[] =
    "usage: " NAME " --protocol PROTOCOL --suite SUITE --master-secret BYTES\n"
    "                     --client-random BYTES --server-random BYTES [options]\n"
    "Derives the keys of an SSL 2.0, PCT 1.0, SSL 3.0 or TLS 1.0 connection.\n"
    "\n"
    "  -p, --protocol PROTOCOL     ssl2, pct1, ssl3 or tls10\n"
    "  -s, --suite SUITE           name or number; of PCT CIPHER:BITS,HASH:BITS\n"
    "  -m, --master-secret BYTES   of SSL 2.0 whole or its secret part\n"
    "  -c, --client-random BYTES   of SSL 2.0 and PCT the CHALLENGE\n"
    "  -r, --server-random BYTES   of SSL 2.0 and PCT the CONNECTION-ID\n"
    "  -k, --clear-key BYTES       SSL 2.0's exportable ciphers, PCT's short keys\n"
    "  -a, --key-arg BYTES         block ciphers of SSL 2.0 and PCT\n"
    "  -C, --certificate BYTES     PCT: the server's\n"
    "      --des-as-drafted        SSL 2.0: DES without the digit in KEY-MATERIAL-0\n"
    "      --keep-low-bits         PCT: of a key's last byte keep the low bits\n"
    "  -e, --explain               show each step of the derivation\n"
    "  -l, --list                  list the suites of the protocol\n"
    "  -h, --help                  show this\n"
    "  -V, --version               show the version\n"
    "\n"
    "BYTES are hexadecimal digits, or @FILE for the bytes of a file: other users of\n"
    "the machine can see what stands on a command line.\n";

enum { DES_AS_DRAFTED = 256, KEEP_LOW_BITS };

static const struct option options[] = {
    {"protocol", required_argument, NULL, 'p'},
    {"suite", required_argument, NULL, 's'},
    {"master-secret", required_argument, NULL, 'm'},
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

/* What the command line asks for. */
struct request {
    struct legacyssl_secrets secrets;
    struct legacyssl_suite composed; /* PCT: what secrets.suite points to */
    const char *protocol, *suite;
    bool explains, lists;
};

static _Noreturn void __attribute__((format(printf, 1, 2))) fail(const char *format, ...)
{
    va_list arguments;

    fputs(NAME ": ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("\nTry '" NAME " --help'.\n", stderr);
    exit(EXIT_FAILURE);
}

static const char *option_name(int letter)
{
    for (const struct option *option = options; option->name != NULL; option++)
        if (option->val == letter)
            return option->name;
    return "";
}

static struct legacyssl_bytes *bytes_of(struct legacyssl_secrets *secrets, int letter)
{
    switch (letter) {
    case 'm':
        return &secrets->master_secret;
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

static void take_bytes(struct legacyssl_secrets *secrets, int letter, const char *text)
{
    struct legacyssl_bytes *bytes = bytes_of(secrets, letter);
    const char *complaint;

    if (bytes == NULL)
        exit(EXIT_FAILURE); /* getopt has said what is wrong */
    free((void *)bytes->data);
    *bytes = (struct legacyssl_bytes){NULL, 0};
    if (!bytes_read(text, bytes, &complaint))
        fail("--%s: %s", option_name(letter), complaint);
}

static void take_option(struct request *request, int letter)
{
    switch (letter) {
    case 'p':
        request->protocol = optarg;
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
        puts(NAME " " LEGACYSSL_VERSION);
        exit(EXIT_SUCCESS);
    default:
        take_bytes(&request->secrets, letter, optarg);
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
        if (strcasecmp(text, names[i]) == 0 ||
            strcasecmp(text, legacyssl_protocol_name((enum legacyssl_protocol)i)) == 0)
            return (enum legacyssl_protocol)i;
    fail("--protocol %s: not one of ssl2, pct1, ssl3 and tls10", text);
}

static void find_suite(struct request *request)
{
    enum legacyssl_error error = LEGACYSSL_OK;

    if (request->suite == NULL)
        fail("--suite is missing; --list shows what there is");
    if (request->secrets.protocol != LEGACYSSL_PCT1) {
        request->secrets.suite = suite_option_find(request->secrets.protocol, request->suite);
        if (request->secrets.suite == NULL)
            fail("--suite %s: %s has no such suite; --list shows what there is", request->suite,
                 legacyssl_protocol_name(request->secrets.protocol));
        return;
    }
    if (!suite_option_compose(&request->composed, request->suite, &error))
        fail("--suite %s: a suite of PCT 1.0 looks like RC4:128,MD5:128", request->suite);
    if (error != LEGACYSSL_OK)
        fail("--suite %s: the draft does not say how to derive keys of this kind and length",
             request->suite);
    request->secrets.suite = &request->composed;
}

/* The sentence of the library, and the lengths of what was given. */
static _Noreturn void fail_derivation(const struct legacyssl_secrets *secrets,
                                      enum legacyssl_error error)
{
    fail("%s (bytes given: master secret %zu, client random %zu, server random %zu, clear key %zu, "
         "key arg %zu)",
         legacyssl_error_text(error), secrets->master_secret.len, secrets->client_random.len,
         secrets->server_random.len, secrets->clear_key.len, secrets->key_arg.len);
}

static void print_key(const char *name, const struct legacyssl_key *key)
{
    printf("%s = ", name);
    bytes_print((struct legacyssl_bytes){key->data, key->len});
}

static void derive(struct request *request)
{
    struct legacyssl_secrets *secrets = &request->secrets;
    const struct legacyssl_trace trace = {explain_step, &secrets->protocol};
    struct legacyssl_connection_keys keys;

    if (request->explains) {
        explain_heading(secrets->protocol);
        secrets->trace = &trace;
    }
    const enum legacyssl_error error = legacyssl_derive_keys(secrets, &keys);
    secrets->trace = NULL;
    if (error != LEGACYSSL_OK)
        fail_derivation(secrets, error);
    print_key("client_write_MAC_secret", &keys.client_write_MAC_secret);
    print_key("server_write_MAC_secret", &keys.server_write_MAC_secret);
    print_key("client_write_key", &keys.client_write_key);
    print_key("server_write_key", &keys.server_write_key);
    print_key("client_write_IV", &keys.client_write_IV);
    print_key("server_write_IV", &keys.server_write_IV);
}

int main(int argc, char **argv)
{
    struct request request = {.protocol = NULL};
    int letter;

    while ((letter = getopt_long(argc, argv, "p:s:m:c:r:k:a:C:elhV", options, NULL)) != -1)
        take_option(&request, letter);
    if (optind < argc)
        fail("%s: every value has an option", argv[optind]);
    request.secrets.protocol = find_protocol(request.protocol);
    if (request.lists) {
        suite_option_list(request.secrets.protocol);
    } else {
        find_suite(&request);
        derive(&request);
    }
    for (const char *with_bytes = "mcrkaC"; *with_bytes != '\0'; with_bytes++)
        free((void *)bytes_of(&request.secrets, *with_bytes)->data);
    return ferror(stdout) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
