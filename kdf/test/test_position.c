/* test_position.c - records opened in any order, each at its remembered position
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "random_bytes.h"
#include "sample.h"

#include <stdlib.h>
#include <string.h>

#define RECORDS 24
#define MAX_BLOCKS 12

struct visit {
    struct legacyssl_position start;
    struct legacyssl_record record;
    uint8_t body[MAX_BLOCKS * 16];
    uint8_t plaintext[MAX_BLOCKS * 16];
    struct legacyssl_opened opened;
    enum legacyssl_error error;
};

/* A body of a length that suits every cipher, with any bytes: its verdict will be BAD. */
static void make_record(struct visit *visit, uint64_t sequence)
{
    const size_t len = 16 * random_below(MAX_BLOCKS + 1);

    memset(visit, 0, sizeof *visit);
    random_bytes(visit->body, len);
    visit->record = (struct legacyssl_record){
        .type = 23, .version = 0x0301, .sequence = sequence, .body = {visit->body, len}};
}

/* Again, at the remembered position: all must be as the first time. */
static void revisit(struct legacyssl_write_state *state, const struct visit *visit)
{
    struct legacyssl_position position = visit->start;
    uint8_t plaintext[sizeof visit->plaintext] = {0};
    struct legacyssl_opened opened;

    assert_int_equal(
        legacyssl_record_open(state, &position, &visit->record, plaintext, &opened), visit->error);
    assert_memory_equal(plaintext, visit->plaintext, sizeof plaintext);
    assert_memory_equal(&opened, &visit->opened, sizeof opened);
}

static void check_suite(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    struct sample sample = sample_open(protocol, suite, (struct legacyssl_record_options){0});
    struct legacyssl_position position = sample.start;
    static struct visit visits[RECORDS];

    for (size_t i = 0; i < RECORDS; i++) {
        make_record(&visits[i], i);
        visits[i].start = position;
        visits[i].error = legacyssl_record_open(sample.state, &position, &visits[i].record,
                                                visits[i].plaintext, &visits[i].opened);
    }
    for (size_t i = 0; i < 2 * RECORDS; i++)
        revisit(sample.state, &visits[random_below(RECORDS)]);
    legacyssl_write_state_free(sample.state);
}

static void test_any_order(void **state)
{
    (void)state;
    for_each_suite(check_suite);
}

/* Only the bytes that legacyssl_position_size speaks of need keeping. */
static void check_size(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    struct sample sample = sample_open(protocol, suite, (struct legacyssl_record_options){0});
    struct legacyssl_position kept;
    uint8_t body[64] = {0}, whole[64], part[64];
    const struct legacyssl_record record = {.body = {body, sizeof body}};
    struct legacyssl_opened opened;

    memset(&kept, 0xa5, sizeof kept);
    memcpy(&kept, &sample.start, legacyssl_position_size(suite));
    legacyssl_record_decrypt(sample.state, &sample.start, &record, whole, &opened);
    legacyssl_record_decrypt(sample.state, &kept, &record, part, &opened);
    assert_memory_equal(whole, part, opened.plaintext_len);
    legacyssl_write_state_free(sample.state);
}

static void test_position_size(void **state)
{
    (void)state;
    for_each_suite(check_size);
}

/* RC4 after `skip` bytes is where decrypting them would have led; other ciphers stay in place. */
static void check_skip(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    struct sample sample = sample_open(protocol, suite, (struct legacyssl_record_options){0});
    struct legacyssl_position skipped = sample.start, read = sample.start;
    uint8_t body[64] = {0}, plaintext[64];
    const struct legacyssl_record record = {.body = {body, sizeof body}};
    struct legacyssl_opened opened;

    legacyssl_position_skip(suite, &skipped, 64);
    if (legacyssl_position_size(suite) != sizeof skipped) {
        assert_memory_equal(&skipped, &sample.start, sizeof skipped);
    } else {
        legacyssl_record_decrypt(sample.state, &read, &record, plaintext, &opened);
        legacyssl_position_skip(suite, &read, 64 - opened.plaintext_len);
        assert_memory_equal(&skipped, &read, sizeof skipped);
    }
    legacyssl_write_state_free(sample.state);
}

static void test_skip(void **state)
{
    (void)state;
    for_each_suite(check_skip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_position_size),
        cmocka_unit_test(test_skip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
