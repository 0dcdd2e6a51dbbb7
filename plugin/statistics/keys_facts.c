/* keys_facts.c - what a handshake's keys are made of, as columns of -z legacyssl,keys,facts
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/keys_facts.h"

#include "statistics/tap_option.h"

#include <stdio.h>

/* ---- legacyssl-kdf(1) ------------------------------------------------------------------------ */

/* PCT's are called "RC4 128, MD5 128" here and RC4:128,MD5:128 there. */
static void print_suite(const struct legacyssl_secrets *secrets)
{
    const gboolean is_composed = secrets->protocol == LEGACYSSL_PCT1;

    for (const char *c = secrets->suite->name; *c != '\0'; c++)
        if (!is_composed || *c != ' ')
            putchar(*c);
        else if (c[-1] != ',')
            putchar(':');
}

static void print_option(const char *option, struct legacyssl_bytes bytes)
{
    if (bytes.len == 0)
        return;
    printf(" %s ", option);
    tap_option_print_hex(bytes);
}

static void print_command(const struct legacyssl_secrets *secrets)
{
    static const char *const protocols[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = "ssl2",
        [LEGACYSSL_PCT1] = "pct1",
        [LEGACYSSL_SSL3] = "ssl3",
        [LEGACYSSL_TLS10] = "tls10",
    };

    printf("legacyssl-kdf --explain -p %s -s ", protocols[secrets->protocol]);
    print_suite(secrets);
    print_option("-m", secrets->master_secret);
    print_option("-c", secrets->client_random);
    print_option("-r", secrets->server_random);
    print_option("-k", secrets->clear_key);
    print_option("-a", secrets->key_arg);
    print_option("-C", secrets->server_certificate);
    fputs(secrets->des_as_drafted ? " --des-as-drafted" : "", stdout);
    fputs(secrets->keeps_low_bits ? " --keep-low-bits" : "", stdout);
}

/* ---- columns --------------------------------------------------------------------------------- */

void keys_facts_print(const struct security_parameters *parameters)
{
    const struct legacyssl_secrets *secrets = &parameters->secrets;
    const struct legacyssl_bytes columns[] = {
        secrets->client_random, secrets->server_random, parameters->session_id,
        secrets->master_secret, secrets->clear_key,     secrets->key_arg,
    };

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        putchar('\t');
        tap_option_print_hex(columns[i]);
    }
    putchar('\t');
    if (secrets->master_secret.len != 0)
        print_command(secrets);
}
