/* suite_option.c - the suite that the command line names
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "suite_option.h"

#include "ascii.h"
#include "openssl_name.h"

#include <stdio.h>
#include <stdlib.h>

/* draft-benaloh-pct-00, 5.2.1: each at the place of its code */
static const char *const ciphers[] = {"", "DES", "IDEA", "RC2", "RC4", "DES_112", "DES_168"};
static const char *const hashes[] = {"", "MD5", "MD5_TRUNC_64", "SHA", "SHA_TRUNC_80"};

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])

static bool to_number(const char *text, unsigned long *number)
{
    char *end;

    *number = strtoul(text, &end, 0);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

const struct legacyssl_suite *suite_option_find(enum legacyssl_protocol protocol, const char *text)
{
    unsigned long code;

    if (to_number(text, &code))
        return code <= UINT32_MAX ? legacyssl_suite_find(protocol, (uint32_t)code) : NULL;
    for (const struct legacyssl_suite *suite = legacyssl_suites(protocol);
         suite != NULL && suite->name != NULL; suite++)
        if (ascii_same(suite->name, text) || openssl_name_is(suite, text))
            return suite;
    return NULL;
}

static bool find(const char *const *table, size_t count, const char *text, unsigned *code)
{
    unsigned long number;

    for (*code = 1; *code < count; ++*code)
        if (ascii_same(table[*code], text))
            return true;
    if (!to_number(text, &number) || number > UINT16_MAX)
        return false;
    *code = (unsigned)number;
    return true;
}

bool suite_option_compose(struct legacyssl_suite *suite, const char *text,
                          enum legacyssl_error *error)
{
    char cipher_name[32], hash_name[32], rest;
    unsigned cipher, hash, encryption_bits, mac_bits;

    if (sscanf(text, "%31[^:,]:%5u,%31[^:,]:%5u%c", cipher_name, &encryption_bits, hash_name,
               &mac_bits, &rest) != 4 ||
        !find(ciphers, LENGTH(ciphers), cipher_name, &cipher) ||
        !find(hashes, LENGTH(hashes), hash_name, &hash))
        return false;
    *error = legacyssl_pct1_suite(suite, cipher, encryption_bits, mac_bits, hash);
    return true;
}

static void list(const char *title, const char *const *table, size_t count)
{
    for (unsigned code = 1; code < count; code++)
        printf("%s %u %s\n", title, code, table[code]);
}

void suite_option_list(enum legacyssl_protocol protocol)
{
    if (protocol == LEGACYSSL_PCT1) {
        list("cipher", ciphers, LENGTH(ciphers));
        list("hash", hashes, LENGTH(hashes));
        return;
    }
    for (const struct legacyssl_suite *suite = legacyssl_suites(protocol); suite->name != NULL;
         suite++) {
        char openssl[OPENSSL_NAME_MAX];
        openssl_name(suite, openssl);
        printf("0x%0*x %s%s%s\n", protocol == LEGACYSSL_SSL2 ? 6 : 4, suite->code, suite->name,
               openssl[0] != '\0' ? " " : "", openssl);
    }
}
