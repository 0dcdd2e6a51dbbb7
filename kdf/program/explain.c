/* explain.c - the steps of a derivation, as its specification writes them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain.h"

#include "bytes.h"

#include <stdio.h>
#include <string.h>

/* How each specification writes a function and what it is of. */
static const struct notation {
    const char *heading, *open, *separator, *close;
} notations[LEGACYSSL_PROTOCOLS] = {
    [LEGACYSSL_SSL2] = {"draft-hickman-netscape-ssl-00, 5.5.2", "[ ", ", ", " ]"},
    [LEGACYSSL_PCT1] = {"draft-benaloh-pct-00, 5.3", "( ", ", ", " )"},
    [LEGACYSSL_SSL3] = {"RFC 6101, 6.2.2", "(", " + ", ")"},
    [LEGACYSSL_TLS10] = {"RFC 2246, 5 and 6.3", "(", " + ", ")"},
};

void explain_heading(enum legacyssl_protocol protocol)
{
    printf("%s: %s\n\n", legacyssl_protocol_name(protocol), notations[protocol].heading);
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

static void print_formula(const struct notation *notation, const struct legacyssl_step *step)
{
    size_t already = 0;

    printf(" = %s%s", step->function, *step->function != '\0' ? notation->open : "");
    for (size_t i = 0; i < step->count; i++) {
        if (!is_shown(step, i))
            continue;
        printf("%s%s", already > 0 ? separator(notation, step, already) : "", step->inputs[i].name);
        already++;
    }
    puts(*step->function != '\0' ? notation->close : "");
}

/* RFC 2246 5: PRF(secret, label, seed) = P_MD5(S1, label + seed) XOR P_SHA-1(S2, label + seed) */
static void print_prf(const struct legacyssl_step *step)
{
    if (is_prf(step))
        puts("    = P_MD5 XOR P_SHA-1, the blocks of each one after the other");
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
    const struct notation *notation = &notations[*(const enum legacyssl_protocol *)data];

    print_result(step);
    if (step->function == NULL) {
        printf(" = bytes %zu to %zu of %s\n", step->offset, step->offset + step->output.len - 1,
               step->inputs[0].name);
    } else {
        print_formula(notation, step);
        print_inputs(step);
        print_prf(step);
    }
    printf("  = ");
    bytes_print(step->output);
    putchar('\n');
}
