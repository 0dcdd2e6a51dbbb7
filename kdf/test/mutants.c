/* mutants.c - every wrong record that a right one can be made into, and what must become of it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mutants.h"

#include <stdlib.h>
#include <string.h>

#define LONGER 16 /* bytes appended, at most */

/* What became of a mutant. */
struct outcome {
    enum legacyssl_error error;
    struct legacyssl_opened opened;
    uint8_t *plaintext;
    bool verifies;
};

static struct outcome open_mutant(const struct specimen *specimen,
                                  struct legacyssl_write_state *state,
                                  struct legacyssl_position position,
                                  const struct legacyssl_record *record)
{
    struct outcome outcome = {.plaintext = calloc(1, record->body.len + 1)};

    if (outcome.plaintext == NULL)
        kat_fail(specimen->block, "no memory");
    outcome.error =
        legacyssl_record_open(state, &position, record, outcome.plaintext, &outcome.opened);
    outcome.verifies = outcome.error == LEGACYSSL_OK &&
                       outcome.opened.mac_status == LEGACYSSL_GOOD &&
                       outcome.opened.padding_status != LEGACYSSL_BAD;
    return outcome;
}

static bool is_block_cipher(const struct specimen *specimen)
{
    return specimen->vector->secrets.suite->cipher->iv_size != 0;
}

/* RFC 6101 5.2.3.2: only the padding's length counts, its bytes may be anything, and no MAC covers
 * them. So a change of the last block passes where that block is nothing but padding and still ends
 * in the same length. Everything else is covered: SSL 2.0 and PCT hash their padding, TLS 1.0
 * checks its bytes, encrypt-then-MAC hashes all of the ciphertext. */
static bool only_padding_differs(const struct specimen *specimen, const struct outcome *outcome)
{
    const struct legacyssl_opened *a = &specimen->opened, *b = &outcome->opened;
    const size_t covered = a->padding_offset;

    return specimen->vector->secrets.protocol == LEGACYSSL_SSL3 && is_block_cipher(specimen) &&
           a->padding_len == specimen->vector->secrets.suite->cipher->iv_size &&
           a->plaintext_len == b->plaintext_len && a->padding_len == b->padding_len &&
           memcmp(specimen->plaintext, outcome->plaintext, covered) == 0;
}

static void check_body(const struct specimen *specimen, const uint8_t *body, size_t len,
                       const char *change, size_t where)
{
    struct legacyssl_record record = specimen->record;

    record.body = (struct legacyssl_bytes){body, len};
    struct outcome outcome = open_mutant(specimen, specimen->state, specimen->start, &record);
    const bool expected =
        len == specimen->record.body.len && only_padding_differs(specimen, &outcome);
    free(outcome.plaintext);
    if (outcome.verifies != expected)
        kat_fail(specimen->block, "sequence %llu: %s %zu %s",
                 (unsigned long long)record.sequence, change, where,
                 outcome.verifies ? "still verifies" : "does not verify, though nothing covers it");
}

static void check_bodies(const struct specimen *specimen)
{
    const size_t len = specimen->record.body.len;
    uint8_t *body = calloc(1, len + LONGER);

    if (body == NULL)
        kat_fail(specimen->block, "no memory");
    memcpy(body, specimen->record.body.data, len);
    for (size_t bit = 0; bit < 8 * len; bit++) {
        body[bit / 8] ^= (uint8_t)(1 << bit % 8);
        check_body(specimen, body, len, "with a bit changed, number", bit);
        body[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t cut = 0; cut < len; cut++)
        check_body(specimen, body, cut, "cut to length", cut);
    for (size_t more = 1; more <= LONGER; more++)
        check_body(specimen, body, len + more, "made longer by", more);
    free(body);
}

/* What stands beside the body, and which protocols authenticate it. */
static void change_sequence(struct legacyssl_record *record)
{
    record->sequence++;
}

static void change_sequence_back(struct legacyssl_record *record)
{
    record->sequence--;
}

static void change_high_sequence(struct legacyssl_record *record)
{
    record->sequence ^= (uint64_t)1 << 32;
}

static void change_type(struct legacyssl_record *record)
{
    record->type ^= 1;
}

static void change_version(struct legacyssl_record *record)
{
    record->version ^= 1;
}

static void change_padding(struct legacyssl_record *record)
{
    record->padding ^= 1;
}

static const struct {
    const char *name;
    void (*change)(struct legacyssl_record *record);
    bool is_covered[LEGACYSSL_PROTOCOLS];
} headers[] = {
    /*                                                   SSL2   PCT    SSL3   TLS10 */
    {"the next sequence number", change_sequence, {true, true, true, true}},
    {"the sequence number before", change_sequence_back, {true, true, true, true}},
    {"bit 32 of the sequence number", change_high_sequence, {false, false, true, true}},
    {"another type", change_type, {false, false, true, true}},
    {"another version", change_version, {false, false, false, true}},
    /* SSL 2.0 and PCT hash data and padding one after the other: where one ends is not covered */
    {"another padding length", change_padding, {false, false, false, false}},
};

static void check_headers(const struct specimen *specimen)
{
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        struct legacyssl_record record = specimen->record;

        headers[i].change(&record);
        struct outcome outcome = open_mutant(specimen, specimen->state, specimen->start, &record);
        free(outcome.plaintext);
        const bool expected = !headers[i].is_covered[specimen->vector->secrets.protocol] &&
                              outcome.error != LEGACYSSL_PADDING_TOO_LONG;
        if (outcome.verifies != expected)
            kat_fail(specimen->block, "%s: %s", headers[i].name,
                     outcome.verifies ? "still verifies" : "does not verify");
    }
}

/* Another place in the stream garbles the plaintext. Where the MAC stands over the ciphertext it
 * says nothing about that, and a NULL cipher knows no place. */
static void check_place(const struct specimen *specimen)
{
    const struct legacyssl_suite *suite = specimen->vector->secrets.suite;
    const bool etm = specimen->vector->options.encrypt_then_mac && is_block_cipher(specimen);
    struct legacyssl_position elsewhere = specimen->start;

    if (specimen->record.body.len == specimen->opened.mac_len && !specimen->opened.mac_is_encrypted)
        return; /* nothing is encrypted */
    legacyssl_position_skip(suite, &elsewhere, 1);
    if (is_block_cipher(specimen))
        elsewhere.chain[0] ^= 1;
    struct outcome outcome = open_mutant(specimen, specimen->state, elsewhere, &specimen->record);
    free(outcome.plaintext);
    const bool matches = outcome.opened.mac_status == LEGACYSSL_GOOD;
    if (matches != (legacyssl_position_size(suite) == 0 || etm))
        kat_fail(specimen->block, "at another place of the stream the MAC %s",
                 matches ? "still matches" : "does not match");
}

static void check_sender(const struct specimen *specimen)
{
    struct outcome outcome =
        open_mutant(specimen, specimen->other_side, specimen->start, &specimen->record);

    free(outcome.plaintext);
    if (outcome.verifies)
        kat_fail(specimen->block, "verifies with the other side's keys");
}

void check_mutants(const struct specimen *specimen)
{
    check_bodies(specimen);
    check_headers(specimen);
    check_place(specimen);
    check_sender(specimen);
}
