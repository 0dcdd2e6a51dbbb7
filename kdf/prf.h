/* prf.h - the pseudo-random function of TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_PRF_H
#define KDF_PRF_H

#include "legacyssl-kdf.h"

/* RFC 2246 5: `len` bytes of PRF(secret, label, seed_1 + seed_2) into `out`, told as `result`. */
enum legacyssl_error prf(const struct legacyssl_trace *trace, const char *result,
                         struct legacyssl_input secret, struct legacyssl_input label,
                         struct legacyssl_input seed_1, struct legacyssl_input seed_2, uint8_t *out,
                         size_t len);

#endif
