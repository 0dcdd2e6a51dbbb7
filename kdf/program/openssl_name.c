/* openssl_name.c - what OpenSSL calls a suite
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Source: ciphers(1) of OpenSSL 1.0.2 and openssl-ciphers(1) of OpenSSL 3.0, "CIPHER SUITE NAMES".
 * The names are put together of the same parts as the standard's. The words that differ are below.
 */
#include "openssl_name.h"

#include "ascii.h"

#include <stdio.h>
#include <string.h>

struct word {
    const char *standard, *openssl;
};

/* Key exchanges that are not the standard's with dashes. */
static const struct word exchanges[] = {
    {"RSA", ""},        {"DH_anon", "ADH"},         {"ECDH_anon", "AECDH"},
    {"SRP_SHA", "SRP"}, {"SRP_SHA_RSA", "SRP-RSA"}, {"SRP_SHA_DSS", "SRP-DSS"},
};

/* Ciphers by their names in the suite table; the later families spell some as the standard does. */
static const struct cipher_words {
    const char *standard, *openssl, *with_psk, *with_srp;
} ciphers[] = {
    {"NULL", "NULL", NULL, NULL},
    {"RC4_40", "RC4", NULL, NULL},
    {"RC4_56", "RC4", NULL, NULL},
    {"RC4_64", "RC4-64", NULL, NULL},
    {"RC4_128", "RC4", NULL, NULL},
    {"RC2_CBC_40", "RC2-CBC", NULL, NULL},
    {"RC2_CBC_56", "RC2-CBC", NULL, NULL},
    {"RC2_CBC_128", "RC2-CBC", NULL, NULL},
    {"IDEA_CBC", "IDEA-CBC", NULL, NULL},
    {"DES40_CBC", "DES-CBC", NULL, NULL},
    {"DES_CBC", "DES-CBC", NULL, NULL},
    {"DES_CBC_EXPORT1024", "DES-CBC", NULL, NULL},
    {"3DES_EDE_CBC", "DES-CBC3", "3DES-EDE-CBC", "3DES-EDE-CBC"},
    {"AES_128_CBC", "AES128", "AES128-CBC", "AES-128-CBC"},
    {"AES_256_CBC", "AES256", "AES256-CBC", "AES-256-CBC"},
    {"CAMELLIA_128_CBC", "CAMELLIA128", NULL, NULL},
    {"CAMELLIA_256_CBC", "CAMELLIA256", NULL, NULL},
    {"SEED_CBC", "SEED", NULL, NULL},
};

#define EXCHANGE_MAX 24 /* ECDHE-ECDSA is the longest that has a cipher here */
#define LENGTH(table) (sizeof(table) / sizeof(table)[0])

/* The words of the key exchange: those of `standard` up to "_EXPORT" or "_WITH_". */
static void copy_exchange(const char *standard, char *out, size_t size)
{
    const char *end = strstr(standard, "_EXPORT");

    if (end == NULL)
        end = strstr(standard, "_WITH_");
    snprintf(out, size, "%.*s", (int)(end - standard), standard);
    for (size_t i = 0; i < LENGTH(exchanges); i++) {
        if (strcmp(out, exchanges[i].standard) == 0) {
            snprintf(out, size, "%s", exchanges[i].openssl);
            return;
        }
    }
    for (; *out != '\0'; out++)
        if (*out == '_')
            *out = '-';
}

static const char *cipher_word(const char *standard, const char *exchange)
{
    for (size_t i = 0; i < LENGTH(ciphers); i++) {
        if (strcmp(ciphers[i].standard, standard) != 0)
            continue;
        if (strstr(exchange, "PSK") != NULL && ciphers[i].with_psk != NULL)
            return ciphers[i].with_psk;
        if (strstr(exchange, "SRP") != NULL && ciphers[i].with_srp != NULL)
            return ciphers[i].with_srp;
        return ciphers[i].openssl;
    }
    return NULL;
}

static const char *export_word(const char *standard)
{
    if (strstr(standard, "_EXPORT1024_") != NULL)
        return "EXP1024-";
    return strstr(standard, "_EXPORT") != NULL ? "EXP-" : "";
}

void openssl_name(const struct legacyssl_suite *suite, char name[OPENSSL_NAME_MAX])
{
    const bool is_ssl2 = strncmp(suite->name, "SSL_CK_", 7) == 0;
    char exchange[EXCHANGE_MAX] = "";

    name[0] = '\0';
    if (!is_ssl2 && strncmp(suite->name, "TLS_", 4) != 0)
        return;
    if (!is_ssl2)
        copy_exchange(suite->name + 4, exchange, sizeof exchange);
    const char *cipher = cipher_word(suite->cipher->name, exchange);
    if (cipher == NULL || suite->mac->size == 0)
        return;
    snprintf(name, OPENSSL_NAME_MAX, "%s%s%s%s-%s", export_word(suite->name), exchange,
             exchange[0] != '\0' ? "-" : "", cipher, suite->mac->name);
}

bool openssl_name_is(const struct legacyssl_suite *suite, const char *text)
{
    char name[OPENSSL_NAME_MAX];

    openssl_name(suite, name);
    if (name[0] == '\0')
        return false;
    if (ascii_same(name, text))
        return true;
    char *dhe = strstr(name, "DHE-"); /* up to 1.0.2 DES has EDH */
    if (dhe == NULL || (dhe > name && dhe[-1] == 'C'))
        return false;
    memcpy(dhe, "EDH-", 4);
    return ascii_same(name, text);
}
