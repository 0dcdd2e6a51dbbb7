/* explain.c - the steps of a derivation, as its specification writes them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key_block.h"
#include "protocol.h"

#include <stdio.h>
#include <string.h>

#define MAX_NUMBER 24

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

/* ---- text ------------------------------------------------------------------------------------ */

static void put(const struct legacyssl_explanation *e, const char *text)
{
    e->write(e->data, text, strlen(text));
}

static void put_number(const struct legacyssl_explanation *e, size_t number)
{
    char text[MAX_NUMBER];

    snprintf(text, sizeof text, "%zu", number);
    put(e, text);
}

static void put_bytes(const struct legacyssl_explanation *e, struct legacyssl_bytes bytes)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < bytes.len; i++) {
        const char pair[] = {digits[bytes.data[i] >> 4], digits[bytes.data[i] & 15]};
        e->write(e->data, pair, sizeof pair);
    }
    put(e, bytes.len == 0 ? "none\n" : "\n");
}

/* ---- formulas -------------------------------------------------------------------------------- */

/* Some suites of SSL 3.0 derive as TLS 1.0 does. */
static bool derives_with_prf(const struct legacyssl_secrets *secrets)
{
    return secrets->suite != NULL && secrets->suite->derives_with_prf;
}

static const struct notation *notation_of(const struct legacyssl_explanation *e)
{
    const struct legacyssl_secrets *secrets = e->secrets;

    return &notations[derives_with_prf(secrets) ? LEGACYSSL_TLS10 : secrets->protocol];
}

static bool has_function(const struct legacyssl_step *step, const char *name)
{
    return step->function != NULL && strncmp(step->function, name, strlen(name)) == 0;
}

/* What is made of a secret sets it apart: HMAC_MD5(secret, seed), PRF(secret, label, seed). */
static bool has_secret(const struct legacyssl_step *step)
{
    return has_function(step, "HMAC") || has_function(step, "PRF");
}

static const char *separator(const struct notation *notation, const struct legacyssl_step *step,
                             size_t already)
{
    const size_t apart = has_function(step, "PRF") ? 2 : has_function(step, "HMAC") ? 1 : 0;

    return already <= apart ? ", " : notation->separator;
}

/* An empty input is left out, but not an empty secret: the IVs of exportable ciphers have one. */
static bool is_shown(const struct legacyssl_step *step, size_t i)
{
    return step->inputs[i].bytes.len != 0 || (i == 0 && has_secret(step));
}

static void put_input(const struct legacyssl_explanation *e, const struct legacyssl_input *input)
{
    if (e->write_input != NULL)
        e->write_input(e->data, input);
    else
        put(e, input->name);
}

/* bytes 0 to 15 of key_block */
static void put_range(const struct legacyssl_explanation *e, const struct legacyssl_step *step)
{
    put(e, "bytes ");
    put_number(e, step->offset);
    put(e, " to ");
    put_number(e, step->offset + step->output.len - 1);
    put(e, " of ");
    put_input(e, &step->inputs[0]);
}

/* RFC 2246 5: PRF(secret, label, seed) = P_MD5(S1, label + seed) XOR P_SHA-1(S2, label + seed) */
static void put_xor(const struct legacyssl_explanation *e, const struct legacyssl_step *step)
{
    put_input(e, &step->inputs[0]);
    put(e, " XOR ");
    put_input(e, &step->inputs[1]);
}

static void put_call(const struct legacyssl_explanation *e, const struct legacyssl_step *step)
{
    const struct notation *notation = notation_of(e);
    const bool is_named = *step->function != '\0';
    size_t already = 0;

    put(e, step->function);
    put(e, is_named ? notation->open : "");
    for (size_t i = 0; i < step->count; i++) {
        if (!is_shown(step, i))
            continue;
        put(e, already > 0 ? separator(notation, step, already) : "");
        put_input(e, &step->inputs[i]);
        already++;
    }
    put(e, is_named ? notation->close : "");
}

void legacyssl_explain_formula(const struct legacyssl_explanation *e,
                               const struct legacyssl_step *step)
{
    if (step->function == NULL)
        put_range(e, step);
    else if (has_function(step, "XOR"))
        put_xor(e, step);
    else
        put_call(e, step);
}

/* ---- explanations ---------------------------------------------------------------------------- */

void legacyssl_explain_heading(const struct legacyssl_explanation *e, bool has_premaster,
                               bool has_session_hash)
{
    const struct notation *notation = notation_of(e);
    const struct legacyssl_secrets *secrets = e->secrets;

    put(e, legacyssl_protocol_name(secrets->protocol));
    if (secrets->protocol == LEGACYSSL_SSL3 && derives_with_prf(secrets))
        put(e, ", a suite of Netscape's that derives as TLS 1.0 does");
    put(e, ": ");
    put(e, notation->document);
    put(e, ", ");
    if (has_premaster && !has_session_hash && notation->premaster != NULL) {
        put(e, notation->premaster);
        put(e, ", ");
    }
    put(e, notation->keys);
    put(e, has_session_hash ? "; RFC 7627, 4\n\n" : "\n\n");
}

void legacyssl_explain_result(const struct legacyssl_explanation *e,
                              const struct legacyssl_step *step)
{
    for (const char *c = step->result; *c != '\0'; c++)
        if (*c == '#')
            put_number(e, (size_t)step->number);
        else
            e->write(e->data, c, 1);
}

static bool is_told_before(const struct legacyssl_step *step, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (strcmp(step->inputs[before].name, step->inputs[i].name) == 0)
            return true;
    return false;
}

static void put_inputs(const struct legacyssl_explanation *e, const struct legacyssl_step *step)
{
    for (size_t i = 0; i < step->count; i++) {
        if (!is_shown(step, i) || is_told_before(step, i))
            continue;
        put(e, "    ");
        put(e, step->inputs[i].name);
        put(e, ": ");
        put_bytes(e, step->inputs[i].bytes);
    }
}

void legacyssl_explain_step(void *explanation, const struct legacyssl_step *step)
{
    const struct legacyssl_explanation *e = explanation;

    legacyssl_explain_result(e, step);
    put(e, " = ");
    legacyssl_explain_formula(e, step);
    put(e, "\n");
    if (step->function != NULL)
        put_inputs(e, step);
    put(e, "  = ");
    put_bytes(e, step->output);
    put(e, "\n");
}

void legacyssl_explain_keys(const struct legacyssl_explanation *e,
                            const struct legacyssl_connection_keys *keys)
{
    const struct {
        const char *name;
        const struct legacyssl_key *key;
    } rows[] = {
        {"client_write_MAC_secret", &keys->client_write_MAC_secret},
        {"server_write_MAC_secret", &keys->server_write_MAC_secret},
        {"client_write_key", &keys->client_write_key},
        {"server_write_key", &keys->server_write_key},
        {"client_write_IV", &keys->client_write_IV},
        {"server_write_IV", &keys->server_write_IV},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(e, rows[i].name);
        put(e, " = ");
        put_bytes(e, key_bytes(rows[i].key));
    }
}
