/* sample.h - secrets of the right lengths for any suite
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TEST_SAMPLE_H
#define TEST_SAMPLE_H

#include "legacyssl-kdf.h"

#define PCT1_CIPHERS 6
#define PCT1_HASHES 4 /* that can be derived with */

/* One connection, ready for its records. */
struct sample {
    struct legacyssl_write_state *state;
    struct legacyssl_position start;
};

/* Secrets that suit `suite`; they point into static storage. */
struct legacyssl_secrets sample_secrets(enum legacyssl_protocol protocol,
                                        const struct legacyssl_suite *suite);

/* The client's write state with such secrets; fails the test if there is none. */
struct sample sample_open(enum legacyssl_protocol protocol, const struct legacyssl_suite *suite,
                          struct legacyssl_record_options options);

/* Call `use` with every suite of every protocol whose keys can be derived. */
void for_each_suite(void (*use)(enum legacyssl_protocol protocol,
                                const struct legacyssl_suite *suite));

#endif
