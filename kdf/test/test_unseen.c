/* test_unseen.c - what can be said of records that nobody has seen
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "with_cmocka.h"

#include "random_bytes.h"
#include "sample.h"

#include <stdlib.h>
#include <string.h>

#define MAX_BODY 128

static const struct legacyssl_record_options plain,
    truncated = {.truncated_hmac = true}, etm = {.encrypt_then_mac = true}, both = {true, true};

/* ---- numbers that the specifications give ---------------------------------------------------- */

struct expected {
    enum legacyssl_protocol protocol;
    uint32_t code; /* PCT: cipher and hash, draft-benaloh-pct-00 5.5.2; 128 bits, or 56 of DES */
    const struct legacyssl_record_options *options;
    size_t clear_len, min_body, block; /* block: 0 where nothing is chained */
};

#define PCT(cipher, hash) ((cipher) << 8 | (hash))

static const struct expected table[] = {
    /* draft-hickman 1.2: MD5's 16 bytes before the data, all encrypted; PADDING in the header. */
    {LEGACYSSL_SSL2, 0x010080, &plain, 0, 16, 0},
    {LEGACYSSL_SSL2, 0x020080, &plain, 0, 16, 0},
    {LEGACYSSL_SSL2, 0x030080, &plain, 0, 16, 8},
    {LEGACYSSL_SSL2, 0x0700c0, &plain, 0, 16, 8},
    {LEGACYSSL_SSL2, 0x0700c0, &both, 0, 16, 8}, /* extensions of TLS */

    /* draft-benaloh 4.2: MAC_DATA behind ENCRYPTED_DATA, which can be empty; its length by the
       hash. */
    {LEGACYSSL_PCT1, PCT(4, 1), &plain, 16, 16, 0},
    {LEGACYSSL_PCT1, PCT(4, 2), &plain, 8, 8, 0},
    {LEGACYSSL_PCT1, PCT(4, 3), &plain, 20, 20, 0},
    {LEGACYSSL_PCT1, PCT(4, 4), &plain, 10, 10, 0},
    {LEGACYSSL_PCT1, PCT(1, 1), &plain, 16, 16, 8},
    {LEGACYSSL_PCT1, PCT(1, 3), &plain, 20, 20, 8},
    {LEGACYSSL_PCT1, PCT(3, 2), &plain, 8, 8, 8},
    {LEGACYSSL_PCT1, PCT(2, 4), &plain, 10, 10, 8},
    {LEGACYSSL_PCT1, PCT(2, 4), &both, 10, 10, 8},

    /* RFC 6101 5.2.3: MAC behind the data; block ciphers have a padding length behind it. */
    {LEGACYSSL_SSL3, 0x0001, &plain, 0, 16, 0},  /* NULL, MD5 */
    {LEGACYSSL_SSL3, 0x0004, &plain, 0, 16, 0},  /* RC4, MD5 */
    {LEGACYSSL_SSL3, 0x0005, &plain, 0, 20, 0},  /* RC4, SHA */
    {LEGACYSSL_SSL3, 0x0006, &plain, 0, 24, 8},  /* RC2, MD5: 16 + 1 */
    {LEGACYSSL_SSL3, 0x000a, &plain, 0, 24, 8},  /* 3DES, SHA: 20 + 1 */
    {LEGACYSSL_SSL3, 0x002f, &plain, 0, 32, 16}, /* AES, SHA */
    {LEGACYSSL_SSL3, 0x002f, &both, 0, 32, 16},

    /* RFC 2246 6.2.3: the same. */
    {LEGACYSSL_TLS10, 0x0000, &plain, 0, 0, 0},
    {LEGACYSSL_TLS10, 0x0002, &plain, 0, 20, 0},
    {LEGACYSSL_TLS10, 0x0004, &plain, 0, 16, 0},
    {LEGACYSSL_TLS10, 0x0005, &plain, 0, 20, 0},
    {LEGACYSSL_TLS10, 0x0006, &plain, 0, 24, 8},
    {LEGACYSSL_TLS10, 0x000a, &plain, 0, 24, 8},
    {LEGACYSSL_TLS10, 0x002f, &plain, 0, 32, 16},
    {LEGACYSSL_TLS10, 0xc037, &plain, 0, 48, 16}, /* AES, SHA256: 32 + 1 */

    /* RFC 3546 3.5: ten bytes of the MAC. */
    {LEGACYSSL_TLS10, 0x0004, &truncated, 0, 10, 0},
    {LEGACYSSL_TLS10, 0x000a, &truncated, 0, 16, 8},
    {LEGACYSSL_TLS10, 0x002f, &truncated, 0, 16, 16},

    /* RFC 7366 3: the MAC behind the ciphertext, which has a padding length at least; no stream. */
    {LEGACYSSL_TLS10, 0x0004, &etm, 0, 16, 0},
    {LEGACYSSL_TLS10, 0x0006, &etm, 16, 16 + 8, 8},
    {LEGACYSSL_TLS10, 0x000a, &etm, 20, 20 + 8, 8},
    {LEGACYSSL_TLS10, 0x002f, &etm, 20, 20 + 16, 16},
    {LEGACYSSL_TLS10, 0x0005, &both, 0, 10, 0},
    {LEGACYSSL_TLS10, 0x002f, &both, 10, 10 + 16, 16},
};

static struct sample open_row(const struct expected *row)
{
    static struct legacyssl_suite pct;
    const struct legacyssl_suite *suite = &pct;

    if (row->protocol == LEGACYSSL_PCT1)
        assert_int_equal(legacyssl_pct1_suite(&pct, row->code >> 8, row->code >> 8 == 1 ? 56 : 128,
                                              128, row->code & 255),
                         LEGACYSSL_OK);
    else
        suite = legacyssl_suite_find(row->protocol, row->code);
    assert_non_null(suite);
    return sample_open(row->protocol, suite, *row->options);
}

static void test_lengths(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sample sample = open_row(&table[i]);

        if (legacyssl_clear_len(sample.state) != table[i].clear_len ||
            legacyssl_min_body(sample.state) != table[i].min_body)
            fail_msg("%s, %#x: %zu and %zu bytes, not %zu and %zu",
                     legacyssl_protocol_name(table[i].protocol), table[i].code,
                     legacyssl_clear_len(sample.state), legacyssl_min_body(sample.state),
                     table[i].clear_len, table[i].min_body);
        legacyssl_write_state_free(sample.state);
    }
}

/* RFC 2246 6.2.3.2 and the others: the next IV is the last block of the ciphertext. Whatever is in
 * front of it may be unknown, and what is behind it is no ciphertext. */
static void check_chain(const struct expected *row, const struct sample *sample)
{
    const size_t needed = row->block + row->clear_len;
    uint8_t body[MAX_BODY];
    struct legacyssl_position position;

    random_bytes(body, sizeof body);
    for (size_t known = 0; known <= sizeof body; known++) {
        const struct legacyssl_bytes end = {body + sizeof body - known, known};
        const bool can = row->block != 0 && known >= needed;

        position = sample->start;
        assert_int_equal(legacyssl_position_behind(sample->state, end, &position), can);
        if (can)
            assert_memory_equal(position.chain, body + sizeof body - needed, row->block);
        else
            assert_memory_equal(&position, &sample->start, sizeof position);
    }
}

static void test_chain(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sample sample = open_row(&table[i]);

        check_chain(&table[i], &sample);
        legacyssl_write_state_free(sample.state);
    }
}

/* ---- agreement with records that are seen ------------------------------------------------------
 */

/* The shortest body is taken apart, nothing shorter is; behind it stands where reading it leads. */
static void check_shortest(struct sample *sample, size_t block)
{
    const size_t least = legacyssl_min_body(sample->state), step = block != 0 ? block : 1;
    uint8_t body[MAX_BODY], plaintext[MAX_BODY];
    struct legacyssl_record record = {.type = 23, .version = 0x0301, .body = {body, least}};
    struct legacyssl_position read = sample->start, behind = sample->start;
    struct legacyssl_opened opened;

    random_bytes(body, sizeof body);
    assert_int_equal(legacyssl_record_decrypt(sample->state, &read, &record, plaintext, &opened),
                     LEGACYSSL_OK);
    assert_int_equal(opened.mac_is_encrypted ? 0 : opened.mac_len,
                     legacyssl_clear_len(sample->state));
    if (legacyssl_position_behind(sample->state, record.body, &behind))
        assert_memory_equal(&read, &behind, sizeof read);
    if (least < step)
        return;
    record.body.len = least - step;
    assert_int_equal(legacyssl_record_decrypt(sample->state, &read, &record, plaintext, &opened),
                     LEGACYSSL_TOO_SHORT);
}

static void check_suite(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite)
{
    static const struct legacyssl_record_options *const options[] = {&plain, &truncated, &etm,
                                                                     &both};

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct sample sample = sample_open(protocol, suite, *options[i]);

        check_shortest(&sample, suite->cipher->iv_size);
        legacyssl_write_state_free(sample.state);
    }
}

static void test_shortest(void **unused)
{
    (void)unused;
    for_each_suite(check_suite);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_shortest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
