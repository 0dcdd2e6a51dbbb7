/* test_threads.c - many threads derive from the same secrets and open the same records at once
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The threads are the first to call into the library, so that they also race for libgcrypt's
 * initialisation.
 */
#include "with_cmocka.h"

#include "vector.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 64

static int files;
static char **file_names;

struct work {
    const struct kat *kats;
    pthread_barrier_t *barrier;
    size_t verified, failed;
};

/* The block's first record, with a write state of this thread's own. */
static bool opens(const struct kat_block *block)
{
    const struct legacyssl_record record = {
        .type = (uint8_t)kat_number(block, "type", 0),
        .version = (uint16_t)kat_number(block, "version", 0),
        .padding = (uint8_t)kat_number(block, "padding", 0),
        .sequence = kat_number(block, "sequence", 0),
        .body = kat_bytes(block, "body"),
    };
    const struct legacyssl_bytes expected = kat_bytes(block, "plaintext");
    struct legacyssl_connection_keys keys;
    struct legacyssl_position position;
    struct legacyssl_write_state *state;
    struct legacyssl_opened opened = {.mac_status = LEGACYSSL_BAD};
    struct vector vector;
    uint8_t *plaintext = malloc(record.body.len + 1);

    vector_read(&vector, block);
    if (legacyssl_derive_keys(&vector.secrets, &keys) == LEGACYSSL_OK &&
        legacyssl_write_state_new(&vector.secrets, &keys, vector.side, vector.options, &state,
                                  &position) == LEGACYSSL_OK) {
        legacyssl_record_open(state, &position, &record, plaintext, &opened);
        legacyssl_write_state_free(state);
    }
    const bool good = opened.mac_status != LEGACYSSL_BAD && opened.data_len == expected.len &&
                      memcmp(plaintext + opened.data_offset, expected.data, expected.len) == 0;
    free(plaintext);
    return good;
}

static bool begins_at_start(const struct kat_block *block)
{
    return strcmp(kat_value(block, "kind"), "record") == 0 && kat_value(block, "skip") == NULL &&
           kat_value(block, "chain") == NULL && kat_value(block, "mac_status") == NULL;
}

static void *run(void *argument)
{
    struct work *work = argument;

    pthread_barrier_wait(work->barrier);
    for (int f = 0; f < files; f++) {
        for (size_t b = 0; b < work->kats[f].count; b++) {
            if (!begins_at_start(&work->kats[f].blocks[b]))
                continue;
            if (opens(&work->kats[f].blocks[b]))
                work->verified++;
            else
                work->failed++;
        }
    }
    return NULL;
}

static void test_threads(void **state)
{
    struct kat *kats = calloc((size_t)files, sizeof *kats);
    struct work works[THREADS] = {0};
    pthread_t threads[THREADS];
    pthread_barrier_t barrier;

    (void)state;
    for (int f = 0; f < files; f++)
        kat_read(&kats[f], file_names[f]);
    assert_int_equal(pthread_barrier_init(&barrier, NULL, THREADS), 0);
    for (size_t t = 0; t < THREADS; t++) {
        works[t] = (struct work){.kats = kats, .barrier = &barrier};
        assert_int_equal(pthread_create(&threads[t], NULL, run, &works[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++)
        assert_int_equal(pthread_join(threads[t], NULL), 0);
    for (size_t t = 0; t < THREADS; t++) {
        assert_int_equal(works[t].failed, 0);
        assert_true(works[t].verified > 0);
    }
    pthread_barrier_destroy(&barrier);
    for (int f = 0; f < files; f++)
        kat_free(&kats[f]);
    free(kats);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads)};

    files = argc - 1;
    file_names = argv + 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
