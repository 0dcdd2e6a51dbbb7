/* explain.c - the steps of a derivation, as its specification writes them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain.h"

#include "bytes.h"

#include <stdio.h>
#include <string.h>

/* How each specification writes a function and what it is of. */
static const struct notation {
    const char *document, *keys, *open, *separator, *close;
    const char *premaster; /* where the master secret is made */
} notations[LEGACYSSL_PROTOCOLS] = {
    [LEGACYSSL_SSL2] = {"draft-hickman-netscape-ssl-00", "5.5.2", "[ ", ", ", " ]", NULL},
    [LEGACYSSL_PCT1] = {"draft-benaloh-pct-00", "5.3", "( ", ", ", " )", NULL},
    [LEGACYSSL_SSL3] = {"RFC 6101", "6.2.2", "(", " + ", ")", "6.1"},
    [LEGACYSSL_TLS10] = {"RFC 2246", "5 and 6.3", "(", " + ", ")", "8.1"},
};

/* Some suites of SSL 3.0 derive as TLS 1.0 does. */
static const struct notation *notation_of(const struct legacyssl_secrets *secrets)
{
    return &notations[secrets->suite->derives_with_prf ? LEGACYSSL_TLS10 : secrets->protocol];
}

void explain_heading(const struct legacyssl_secrets *secrets, bool has_premaster,
                     bool has_session_hash)
{
    const struct notation *notation = notation_of(secrets);

    printf("%s%s: %s, ", legacyssl_protocol_name(secrets->protocol),
           secrets->protocol == LEGACYSSL_SSL3 && secrets->suite->derives_with_prf
               ? ", a suite of Netscape's that derives as TLS 1.0 does"
               : "",
           notation->document);
    if (has_premaster && !has_session_hash && notation->premaster != NULL)
        printf("%s, ", notation->premaster);
    printf("%s%s\n\n", notation->keys, has_session_hash ? "; RFC 7627, 4" : "");
}

static void print_result(const struct legacyssl_step *step)
{
    for (const char *c = step->result; *c != '\0'; c++)
        if (*c == '#')
            printf("%d", step->number);
        else
            putchar(*c);
}

static bool is_hmac(const struct legacyssl_step *step)
{
    return strncmp(step->function, "HMAC", 4) == 0;
}

static bool is_prf(const struct legacyssl_step *step)
{
    return strncmp(step->function, "PRF", 3) == 0;
}

/* RFC 2246's functions of a secret set it apart: HMAC_MD5(secret, seed). */
static const char *separator(const struct notation *notation, const struct legacyssl_step *step,
                             size_t already)
{
    return (is_hmac(step) && already == 1) || (is_prf(step) && already <= 2) ? ", "
                                                                             : notation->separator;
}

/* An empty input is left out, but not an empty secret: the IVs of exportable ciphers have one. */
static bool is_shown(const struct legacyssl_step *step, size_t i)
{
    return step->inputs[i].bytes.len != 0 || (i == 0 && (is_hmac(step) || is_prf(step)));
}

/* RFC 2246 5: PRF(secret, label, seed) = P_MD5(S1, label + seed) XOR P_SHA-1(S2, label + seed) */
static bool is_xor(const struct legacyssl_step *step)
{
    return strcmp(step->function, "XOR") == 0;
}

static void print_formula(const struct notation *notation, const struct legacyssl_step *step)
{
    size_t already = 0;

    if (is_xor(step)) {
        printf(" = %s XOR %s\n", step->inputs[0].name, step->inputs[1].name);
        return;
    }
    printf(" = %s%s", step->function, *step->function != '\0' ? notation->open : "");
    for (size_t i = 0; i < step->count; i++) {
        if (!is_shown(step, i))
            continue;
        printf("%s%s", already > 0 ? separator(notation, step, already) : "", step->inputs[i].name);
        already++;
    }
    puts(*step->function != '\0' ? notation->close : "");
}

static bool is_told_before(const struct legacyssl_step *step, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (strcmp(step->inputs[before].name, step->inputs[i].name) == 0)
            return true;
    return false;
}

static void print_inputs(const struct legacyssl_step *step)
{
    for (size_t i = 0; i < step->count; i++) {
        if (!is_shown(step, i) || is_told_before(step, i))
            continue;
        printf("    %s: ", step->inputs[i].name);
        bytes_print(step->inputs[i].bytes);
    }
}

void explain_step(void *data, const struct legacyssl_step *step)
{
    const struct notation *notation = notation_of(data);

    print_result(step);
    if (step->function == NULL) {
        printf(" = bytes %zu to %zu of %s\n", step->offset, step->offset + step->output.len - 1,
               step->inputs[0].name);
    } else {
        print_formula(notation, step);
        print_inputs(step);
    }
    printf("  = ");
    bytes_print(step->output);
    putchar('\n');
}
