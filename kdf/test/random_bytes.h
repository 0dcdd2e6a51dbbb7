/* random_bytes.h - bytes without a pattern, the same ones on every run
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TEST_RANDOM_BYTES_H
#define TEST_RANDOM_BYTES_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(uint8_t *out, size_t len);

/* A number of 0 to `limit` - 1. */
size_t random_below(size_t limit);

#endif
