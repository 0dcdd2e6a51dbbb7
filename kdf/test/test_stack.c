/* test_stack.c - what a call leaves behind it on the stack and in memory that it frees: no key, no
 * step on the way to one, no cipher's state
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "rc2.h"
#include "sample.h"

#include <gcrypt.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define STACK_SIZE (1 << 20)
#define FOUND_BY 12 /* bytes of a secret that are no accident */
#define MAX_STEPS 128

static _Alignas(65536) uint8_t stack[STACK_SIZE];

/* All that the calls hold of secrets lies here, and so not on that stack. */
static struct scene {
    struct legacyssl_secrets secrets;
    struct legacyssl_connection_keys keys;
    struct legacyssl_write_state *state;
    struct legacyssl_position start, position;
    struct legacyssl_record record;
    struct legacyssl_opened opened;
    uint8_t master[LEGACYSSL_MASTER_SECRET_SIZE];
    uint8_t body[64], plaintext[64];
    enum legacyssl_error error;
    uint8_t steps[MAX_STEPS][FOUND_BY]; /* the first bytes of what each step came to */
    size_t step_count;
} scene;

/* ---- memory that libgcrypt gives for the library ----------------------------------------------
 */

struct block {
    _Alignas(max_align_t) size_t len;
    uint8_t bytes[];
};

static size_t keys_in_freed_memory;

static bool has_key(const struct block *block, const struct legacyssl_key *key)
{
    for (size_t at = 0; key->len >= FOUND_BY && at + FOUND_BY <= block->len; at++)
        if (memcmp(block->bytes + at, key->data, FOUND_BY) == 0)
            return true;
    return false;
}

static void *allocate(size_t len)
{
    struct block *block = malloc(sizeof *block + len);

    if (block == NULL)
        return NULL;
    block->len = len;
    return block->bytes;
}

static void release(void *bytes)
{
    if (bytes == NULL)
        return;
    struct block *block = (struct block *)((uint8_t *)bytes - offsetof(struct block, bytes));
    keys_in_freed_memory += has_key(block, &scene.keys.client_write_key) ||
                            has_key(block, &scene.keys.client_write_MAC_secret);
    free(block);
}

static void *reallocate(void *bytes, size_t len)
{
    uint8_t *moved = allocate(len);

    if (bytes != NULL && moved != NULL) {
        const struct block *block =
            (const struct block *)((const uint8_t *)bytes - offsetof(struct block, bytes));
        memcpy(moved, bytes, block->len < len ? block->len : len);
        release(bytes);
    }
    return moved;
}

/* ---- the stack ------------------------------------------------------------------------------- */

static bool is_on_stack(const void *bytes, size_t len)
{
    for (size_t at = 0; at + len <= sizeof stack; at++)
        if (memcmp(stack + at, bytes, len) == 0)
            return true;
    return false;
}

/* Calls that leave nothing may have their frames anywhere: they get a stack of their own. */
static void call(void *(*function)(void *))
{
    pthread_attr_t attributes;
    pthread_t thread;

    memset(stack, 0, sizeof stack);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstack(&attributes, stack, sizeof stack), 0);
    assert_int_equal(pthread_create(&thread, &attributes, function, NULL), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    pthread_attr_destroy(&attributes);
    assert_int_equal(scene.error, LEGACYSSL_OK);
}

static void expect_no_keys(void)
{
    const struct legacyssl_key *keys[] = {
        &scene.keys.client_write_key, &scene.keys.server_write_key,
        &scene.keys.client_write_MAC_secret, &scene.keys.server_write_MAC_secret};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        assert_false(keys[i]->len >= FOUND_BY && is_on_stack(keys[i]->data, FOUND_BY));
}

/* Told of each step; initialization vectors are no secret. */
static void keep_step(void *data, const struct legacyssl_step *step)
{
    (void)data;
    if (step->output.len < FOUND_BY || strstr(step->result, "iv_block") != NULL ||
        strstr(step->result, "IV") != NULL)
        return;
    assert_true(scene.step_count < MAX_STEPS);
    memcpy(scene.steps[scene.step_count++], step->output.data, FOUND_BY);
}

static const struct legacyssl_trace trace = {keep_step, NULL};

/* Nor the secret that they start from. Not on s390x, where libgcrypt's hashes leave what they hash on
 * the stack, and more of it than the library wipes. */
static void expect_no_steps(void)
{
    assert_true(scene.step_count > 0);
#if defined __s390x__
    return;
#endif
    assert_false(is_on_stack(scene.secrets.master_secret.data, FOUND_BY));
    for (size_t i = 0; i < scene.step_count; i++)
        assert_false(is_on_stack(scene.steps[i], FOUND_BY));
}

/* RC4's state, in bytes and in words of either size. */
static void expect_no_position(const struct legacyssl_position *position)
{
    const uint8_t *s = position->rc4.s;
    uint16_t shorts[FOUND_BY];
    uint32_t words[FOUND_BY];

    if (legacyssl_position_size(scene.secrets.suite) != sizeof *position)
        return;
    for (size_t i = 0; i < FOUND_BY; i++)
        words[i] = shorts[i] = s[100 + i];
    assert_false(is_on_stack(s + 100, FOUND_BY));
    assert_false(is_on_stack(shorts, sizeof shorts));
    assert_false(is_on_stack(words, sizeof words));
}

static void *derive(void *unused)
{
    scene.error = legacyssl_derive_keys(&scene.secrets, &scene.keys);
    return unused;
}

static void *open_state(void *unused)
{
    const struct legacyssl_record_options none = {false, false};

    scene.error = legacyssl_write_state_new(&scene.secrets, &scene.keys, LEGACYSSL_CLIENT, none,
                                            &scene.state, &scene.start);
    return unused;
}

static void *open_record(void *unused)
{
    scene.error = legacyssl_record_open(scene.state, &scene.position, &scene.record,
                                        scene.plaintext, &scene.opened);
    return unused;
}

static void *skip_record(void *unused)
{
    legacyssl_position_skip(scene.secrets.suite, &scene.position, sizeof scene.body);
    return unused;
}

/* RC2's expanded key, whose bytes RFC 2268 numbers from the lower half of each word. */
static void expect_no_rc2_key(void)
{
    struct rc2_key key;
    uint8_t bytes[FOUND_BY];

    if (scene.secrets.rc2_effective_bits == 0)
        return;
    rc2_expand(&key, (struct legacyssl_bytes){scene.keys.client_write_key.data, 16},
               scene.secrets.rc2_effective_bits);
    for (size_t i = 0; i < FOUND_BY; i++)
        bytes[i] = (uint8_t)(key.k[i / 2] >> 8 * (i % 2));
    assert_false(is_on_stack(bytes, sizeof bytes));
}

static void check_suite(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite,
                        uint16_t rc2_effective_bits)
{
    scene = (struct scene){
        .secrets = sample_secrets(protocol, suite),
        .record = {.body = {scene.body, sizeof scene.body}},
    };
    scene.secrets.trace = &trace;
    scene.secrets.rc2_effective_bits = rc2_effective_bits;
    call(derive);
    expect_no_keys();
    expect_no_steps();
    call(open_state);
    expect_no_keys();
    expect_no_position(&scene.start);
    expect_no_rc2_key();
    scene.position = scene.start;
    call(open_record);
    expect_no_keys();
    expect_no_position(&scene.position);
    call(skip_record);
    expect_no_position(&scene.position);
    legacyssl_write_state_free(scene.state);
    assert_int_equal(keys_in_freed_memory, 0);
}

/* A suite for each way of deriving and each way of decrypting. */
static void test_connection(void **state)
{
    static const struct {
        enum legacyssl_protocol protocol;
        uint32_t code;
    } rows[] = {
        {LEGACYSSL_SSL2, 0x010080}, {LEGACYSSL_SSL2, 0x0700c0}, {LEGACYSSL_SSL3, 0x0003},
        {LEGACYSSL_SSL3, 0x0005},   {LEGACYSSL_SSL3, 0x000a},   {LEGACYSSL_SSL3, 0xfeff},
        {LEGACYSSL_TLS10, 0x0003},  {LEGACYSSL_TLS10, 0x0005},  {LEGACYSSL_TLS10, 0x0006},
        {LEGACYSSL_TLS10, 0x000a},
    };
    static const struct {
        unsigned cipher, bits;
        uint16_t rc2_effective_bits;
    } of_pct1[] = {{4, 40, 0}, {4, 128, 0}, {6, 168, 0}, {3, 128, 0}, {3, 128, 40}};
    struct legacyssl_suite pct1;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_suite(rows[i].protocol, legacyssl_suite_find(rows[i].protocol, rows[i].code), 0);
    for (size_t i = 0; i < sizeof of_pct1 / sizeof of_pct1[0]; i++) {
        assert_int_equal(legacyssl_pct1_suite(&pct1, of_pct1[i].cipher, of_pct1[i].bits, 128, 1),
                         LEGACYSSL_OK);
        check_suite(LEGACYSSL_PCT1, &pct1, of_pct1[i].rc2_effective_bits);
    }
}

static void *make_master(void *unused)
{
    scene.error = legacyssl_master_secret(&scene.secrets, scene.secrets.master_secret,
                                          (struct legacyssl_bytes){NULL, 0}, scene.master);
    return unused;
}

static void test_master_secret(void **state)
{
    static const struct {
        enum legacyssl_protocol protocol;
        uint32_t code;
    } rows[] = {{LEGACYSSL_SSL3, 0x000a}, {LEGACYSSL_SSL3, 0xfeff}, {LEGACYSSL_TLS10, 0x000a}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        scene = (struct scene){
            .secrets = sample_secrets(rows[i].protocol,
                                      legacyssl_suite_find(rows[i].protocol, rows[i].code))};
        scene.secrets.trace = &trace;
        call(make_master);
        expect_no_steps();
        assert_false(is_on_stack(scene.master, FOUND_BY));
        assert_false(is_on_stack(scene.secrets.master_secret.data, FOUND_BY));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_connection),
        cmocka_unit_test(test_master_secret),
    };

    gcry_set_allocation_handler(allocate, allocate, NULL, reallocate, release);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
