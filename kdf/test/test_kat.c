/* test_kat.c - run files of known answers, and every wrong answer that can be made of them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"
#include "mutants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect_bytes(const struct kat_block *block, const char *what,
                         struct legacyssl_bytes expected, const uint8_t *data, size_t len)
{
    if (expected.len != len)
        kat_fail(block, "%s has %zu bytes, expected are %zu", what, len, expected.len);
    for (size_t i = 0; i < len; i++)
        if (expected.data[i] != data[i])
            kat_fail(block, "byte %zu of %s is %02x, expected is %02x", i, what, data[i],
                     expected.data[i]);
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* A write key that a file gives must be there; one that it doesn't give is not compared. */
static bool expect_key(const struct kat_block *block, const char *name,
                       const struct legacyssl_key *key)
{
    if (kat_value(block, name) == NULL)
        return false;
    expect_bytes(block, name, kat_bytes(block, name), key->data, key->len);
    return true;
}

static void check_derive(const struct kat_block *block)
{
    struct legacyssl_connection_keys keys;
    struct vector vector;

    vector_read(&vector, block);
    vector_derive(&vector, block, &keys);
    bool any = expect_key(block, "client_write_key", &keys.client_write_key);
    any |= expect_key(block, "server_write_key", &keys.server_write_key);
    any |= expect_key(block, "client_write_MAC_secret", &keys.client_write_MAC_secret);
    any |= expect_key(block, "server_write_MAC_secret", &keys.server_write_MAC_secret);
    any |= expect_key(block, "client_write_IV", &keys.client_write_IV);
    any |= expect_key(block, "server_write_IV", &keys.server_write_IV);
    if (!any)
        kat_fail(block, "no key is expected");
}

static void check_master_secret(const struct kat_block *block)
{
    struct legacyssl_secrets secrets = {
        .protocol = vector_protocol(block),
        .client_random = kat_bytes(block, "client_random"),
        .server_random = kat_bytes(block, "server_random"),
    };
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];

    if (kat_value(block, "suite") != NULL)
        secrets.suite =
            legacyssl_suite_find(secrets.protocol, (uint32_t)kat_number(block, "suite", 0));
    const enum legacyssl_error error = legacyssl_master_secret(
        &secrets, kat_bytes(block, "premaster_secret"), kat_bytes(block, "session_hash"), master);

    if (error != LEGACYSSL_OK)
        kat_fail(block, "master_secret: %s", legacyssl_error_text(error));
    expect_bytes(block, "master_secret", kat_bytes(block, "master_secret"), master, sizeof master);
}

/* ---- proofs of the handshake ----------------------------------------------------------------- */

static void check_proof(const struct kat_block *block, enum legacyssl_side side)
{
    const struct legacyssl_transcript transcript = {
        .handshake = kat_bytes(block, "handshake"),
        .client_hello = kat_bytes(block, "client_hello"),
        .server_hello = kat_bytes(block, "server_hello"),
        .session_id = kat_bytes(block, "session_id"),
    };
    struct legacyssl_connection_keys keys;
    uint8_t proof[LEGACYSSL_MAX_PROOF];
    struct vector vector;
    size_t len;

    vector_read(&vector, block);
    vector_derive(&vector, block, &keys);
    const enum legacyssl_error error =
        legacyssl_handshake_proof(&vector.secrets, &keys, &transcript, side, proof, &len);
    if (error != LEGACYSSL_OK)
        kat_fail(block, "proof: %s", legacyssl_error_text(error));
    expect_bytes(block, "proof", kat_bytes(block, "proof"), proof, len);
}

static void check_finished(const struct kat_block *block)
{
    struct vector vector;

    vector_read(&vector, block);
    check_proof(block, vector.side);
}

static void check_verify_prelude(const struct kat_block *block)
{
    check_proof(block, LEGACYSSL_CLIENT);
}

static void check_response(const struct kat_block *block)
{
    check_proof(block, LEGACYSSL_SERVER);
}

/* ---- records --------------------------------------------------------------------------------- */

/* The fields of one record; a block holds as many as it repeats them. */
struct record_fields {
    struct legacyssl_record record;
    struct legacyssl_bytes plaintext;
    const char *seen[7];
    size_t seen_count;
};

static bool is_seen(const struct record_fields *fields, const char *key)
{
    for (size_t i = 0; i < fields->seen_count; i++)
        if (strcmp(fields->seen[i], key) == 0)
            return true;
    return false;
}

/* Take over a field of a record; false for a field of the whole block. */
static bool add_record_field(const struct kat_block *block, const struct kat_field *field,
                             struct record_fields *fields)
{
    const struct legacyssl_bytes bytes = {field->bytes, field->len};
    const char *key = field->key;

    if (strcmp(key, "sequence") == 0)
        fields->record.sequence = kat_to_number(block, field->value);
    else if (strcmp(key, "type") == 0)
        fields->record.type = (uint8_t)kat_to_number(block, field->value);
    else if (strcmp(key, "version") == 0)
        fields->record.version = (uint16_t)kat_to_number(block, field->value);
    else if (strcmp(key, "padding") == 0)
        fields->record.padding = (uint8_t)kat_to_number(block, field->value);
    else if (strcmp(key, "body") == 0)
        fields->record.body = bytes;
    else if (strcmp(key, "plaintext") == 0)
        fields->plaintext = bytes;
    else
        return strcmp(key, "escape") == 0; /* no part of what is decrypted or authenticated */
    fields->seen[fields->seen_count++] = key;
    return true;
}

/* "bad" where the block expects it, else "good", or nothing where there is nothing to check. */
static void check_status(const struct specimen *specimen, const char *key, bool is_present,
                         enum legacyssl_status status)
{
    const char *value = kat_value(specimen->block, key);
    const bool bad = value != NULL && strcmp(value, "bad") == 0;
    const enum legacyssl_status expected = bad ? LEGACYSSL_BAD
                                           : is_present ? LEGACYSSL_GOOD
                                                        : LEGACYSSL_NOT_PRESENT;

    if (status != expected)
        kat_fail(specimen->block, "sequence %llu: %s is %d, expected is %d",
                 (unsigned long long)specimen->record.sequence, key, (int)status, (int)expected);
}

static void check_verdict(const struct specimen *specimen, enum legacyssl_error error)
{
    const struct legacyssl_secrets *secrets = &specimen->vector->secrets;
    const bool counts_padding =
        secrets->protocol == LEGACYSSL_SSL3 || secrets->protocol == LEGACYSSL_TLS10;

    if (error != LEGACYSSL_OK)
        kat_fail(specimen->block, "%s", legacyssl_error_text(error));
    check_status(specimen, "mac_status", secrets->suite->mac->size != 0,
                 specimen->opened.mac_status);
    check_status(specimen, "padding_status", counts_padding && secrets->suite->cipher->iv_size != 0,
                 specimen->opened.padding_status);
}

static void check_one_record(struct specimen *specimen, const struct record_fields *fields,
                             struct legacyssl_position *position)
{
    uint8_t *plaintext = malloc(fields->record.body.len + 1);

    if (plaintext == NULL || fields->record.body.data == NULL)
        kat_fail(specimen->block, "a record without a body");
    specimen->start = *position;
    specimen->record = fields->record;
    specimen->plaintext = plaintext;
    check_verdict(specimen, legacyssl_record_open(specimen->state, position, &specimen->record,
                                                  plaintext, &specimen->opened));
    if (fields->plaintext.data != NULL)
        expect_bytes(specimen->block, "plaintext", fields->plaintext,
                     plaintext + specimen->opened.data_offset, specimen->opened.data_len);
    if (specimen->opened.mac_status == LEGACYSSL_GOOD &&
        specimen->opened.padding_status != LEGACYSSL_BAD)
        check_mutants(specimen);
    free(plaintext);
}

/* `skip` bytes of keystream, or `chain` instead of the IV: where the first record begins. */
static void go_to_start(const struct kat_block *block, const struct vector *vector,
                        struct legacyssl_position *position)
{
    const struct legacyssl_bytes chain = kat_bytes(block, "chain");

    legacyssl_position_skip(vector->secrets.suite, position, (size_t)kat_number(block, "skip", 0));
    if (chain.len != 0 && chain.len != vector->secrets.suite->cipher->iv_size)
        kat_fail(block, "chain is not one block");
    if (chain.len != 0)
        memcpy(position->chain, chain.data, chain.len);
}

static void open_state(const struct kat_block *block, const struct vector *vector,
                       enum legacyssl_side side, struct legacyssl_write_state **state,
                       struct legacyssl_position *start)
{
    struct legacyssl_connection_keys keys;

    vector_derive(vector, block, &keys);
    const enum legacyssl_error error = legacyssl_write_state_new(&vector->secrets, &keys, side,
                                                                 vector->options, state, start);
    if (error != LEGACYSSL_OK)
        kat_fail(block, "write state: %s", legacyssl_error_text(error));
}

static void check_records(struct specimen *specimen, struct legacyssl_position *position)
{
    const struct kat_block *block = specimen->block;
    struct record_fields fields = {0};

    for (size_t i = 0; i < block->count; i++) {
        if (is_seen(&fields, block->fields[i].key)) {
            check_one_record(specimen, &fields, position);
            fields.seen_count = 0;
        }
        add_record_field(block, &block->fields[i], &fields);
    }
    check_one_record(specimen, &fields, position);
}

static void check_record(const struct kat_block *block)
{
    struct legacyssl_position position, other_start;
    struct vector vector;
    struct specimen specimen = {.block = block, .vector = &vector};

    vector_read(&vector, block);
    open_state(block, &vector, !vector.side, &specimen.other_side, &other_start);
    open_state(block, &vector, vector.side, &specimen.state, &position);
    go_to_start(block, &vector, &position);
    check_records(&specimen, &position);
    legacyssl_write_state_free(specimen.state);
    legacyssl_write_state_free(specimen.other_side);
}

/* ---- files ----------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*check)(const struct kat_block *block);
} kinds[] = {
    {"derive", check_derive},
    {"master_secret", check_master_secret},
    {"finished", check_finished},
    {"verify_prelude", check_verify_prelude},
    {"response", check_response},
    {"record", check_record},
};

/* A key that is misspelt would otherwise be a check that is not made. */
static void check_spelling(const struct kat_block *block)
{
    static const char known[] =
        " name source kind protocol suite cipher encryption_bits mac_bits hash options side"
        " master_secret premaster_secret clear_key client_random server_random session_hash"
        " server_certificate key_arg des_as_drafted skip chain handshake client_hello server_hello"
        " session_id proof sequence type version padding escape body plaintext mac_status"
        " padding_status"
        " client_write_key server_write_key client_write_MAC_secret server_write_MAC_secret"
        " client_write_IV server_write_IV ";
    char word[64];

    for (size_t i = 0; i < block->count; i++) {
        snprintf(word, sizeof word, " %s ", block->fields[i].key);
        if (strstr(known, word) == NULL)
            kat_fail(block, "unknown key: %s", block->fields[i].key);
    }
}

static void run_block(void **state)
{
    const struct kat_block *block = *state;
    const char *kind = kat_value(block, "kind");

    check_spelling(block);
    for (size_t i = 0; kind != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kind, kinds[i].name) == 0) {
            kinds[i].check(block);
            return;
        }
    }
    kat_fail(block, "no such kind: %s", kind != NULL ? kind : "(none given)");
}

static int run_file(const char *path)
{
    struct kat kat;

    kat_read(&kat, path);
    struct CMUnitTest *tests = calloc(kat.count + 1, sizeof *tests);
    if (tests == NULL || kat.count == 0) {
        fprintf(stderr, "%s: no vectors\n", path);
        exit(EXIT_FAILURE);
    }
    for (size_t i = 0; i < kat.count; i++) {
        const char *name = kat_value(&kat.blocks[i], "name");
        tests[i] = (struct CMUnitTest){.name = name != NULL ? name : "(no name)",
                                       .test_func = run_block,
                                       .initial_state = &kat.blocks[i]};
    }
    const int failed = _cmocka_run_group_tests(path, tests, kat.count, NULL, NULL);
    free(tests);
    kat_free(&kat);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
        failed += run_file(argv[i]);
    return argc < 2 || failed != 0;
}
