/* test_hostile.c - records of any length and content: nothing is read or written beside the
 * buffers, nothing verifies, and what is told lies within what there is
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "random_bytes.h"
#include "sample.h"

#include <stdlib.h>

#define RECORDS 300
#define MAX_BODY 300

static void check_bounds(const struct legacyssl_record *record,
                         const struct legacyssl_opened *opened)
{
    const size_t room = opened->mac_is_encrypted ? opened->plaintext_len : record->body.len;

    assert_true(opened->plaintext_len <= record->body.len);
    assert_true(opened->data_offset + opened->data_len <= opened->plaintext_len);
    assert_true(opened->padding_offset + opened->padding_len <= opened->plaintext_len);
    assert_true(opened->mac_offset + opened->mac_len <= room);
    assert_true(opened->mac_len <= sizeof opened->expected_mac);
}

/* Buffers of exactly the promised sizes, so that a sanitizer or valgrind sees every step beside. */
static void check_record(const struct sample *sample, const struct legacyssl_suite *suite)
{
    const size_t len = random_below(MAX_BODY);
    uint8_t *body = malloc(len), *plaintext = malloc(len);
    const struct legacyssl_record record = {
        .type = (uint8_t)random_below(256),
        .version = (uint16_t)random_below(65536),
        .padding = (uint8_t)random_below(256),
        .sequence = random_below(1000),
        .body = {body, len},
    };
    struct legacyssl_position position = sample->start;
    struct legacyssl_opened opened;

    random_bytes(body, len);
    if (legacyssl_record_open(sample->state, &position, &record, plaintext, &opened) ==
        LEGACYSSL_OK) {
        check_bounds(&record, &opened);
        if (suite->mac->size != 0)
            assert_int_equal(opened.mac_status, LEGACYSSL_BAD);
    }
    assert_true(opened.mac_status != LEGACYSSL_GOOD);
    free(body);
    free(plaintext);
}

static void check_suite(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    static const struct legacyssl_record_options options[] = {
        {false, false}, {true, false}, {false, true}, {true, true}};

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        struct sample sample = sample_open(protocol, suite, options[i]);
        for (size_t n = 0; n < RECORDS; n++)
            check_record(&sample, suite);
        legacyssl_write_state_free(sample.state);
    }
}

static void test_random_records(void **state)
{
    (void)state;
    for_each_suite(check_suite);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_records)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
