/* test_ssl2_key_arg.c - the KEY-ARG back from the first record of each known answer
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "vector.h"

#include <stdlib.h>
#include <string.h>

static int files;
static char **file_names;

static struct legacyssl_record first_record(const struct kat_block *block)
{
    return (struct legacyssl_record){
        .padding = (uint8_t)kat_number(block, "padding", 0),
        .sequence = kat_number(block, "sequence", 0),
        .body = kat_bytes(block, "body"),
    };
}

/* The record and the other secrets must fit together: no other sequence number, no changed MAC. */
static void check_refusals(const struct vector *vector, struct legacyssl_record record)
{
    uint8_t key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE];

    record.sequence++;
    assert_int_equal(
        legacyssl_ssl2_recover_key_arg(&vector->secrets, vector->side, &record, key_arg),
        LEGACYSSL_KEY_ARG_LENGTH);
    record.body.len = 8;
    assert_int_equal(
        legacyssl_ssl2_recover_key_arg(&vector->secrets, vector->side, &record, key_arg),
        LEGACYSSL_TOO_SHORT);
    record.body.len = 25;
    assert_int_equal(
        legacyssl_ssl2_recover_key_arg(&vector->secrets, vector->side, &record, key_arg),
        LEGACYSSL_NOT_WHOLE_BLOCKS);
}

static void check_block(const struct kat_block *block)
{
    const struct legacyssl_record record = first_record(block);
    const struct legacyssl_bytes expected = kat_bytes(block, "key_arg");
    uint8_t key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE + 1] = {[LEGACYSSL_SSL2_KEY_ARG_SIZE] = 0x5a};
    struct vector vector;

    vector_read(&vector, block);
    vector.secrets.key_arg = (struct legacyssl_bytes){NULL, 0};
    const enum legacyssl_error error =
        legacyssl_ssl2_recover_key_arg(&vector.secrets, vector.side, &record, key_arg);
    if (expected.len == 0) {
        assert_int_equal(error, LEGACYSSL_NOT_DERIVABLE); /* RC4 has none */
        return;
    }
    assert_int_equal(error, LEGACYSSL_OK);
    assert_memory_equal(key_arg, expected.data, LEGACYSSL_SSL2_KEY_ARG_SIZE);
    assert_int_equal(key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE], 0x5a); /* nothing is written behind it */
    check_refusals(&vector, record);
}

static void test_recovery(void **state)
{
    size_t checked = 0;

    (void)state;
    for (int f = 0; f < files; f++) {
        struct kat kat;
        kat_read(&kat, file_names[f]);
        for (size_t b = 0; b < kat.count; b++) {
            if (strcmp(kat_value(&kat.blocks[b], "kind"), "record") == 0) {
                check_block(&kat.blocks[b]);
                checked++;
            }
        }
        kat_free(&kat);
    }
    assert_true(checked > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_recovery)};

    files = argc - 1;
    file_names = argv + 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
