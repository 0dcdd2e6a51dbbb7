/* prf.h - the pseudo-random function of TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_PRF_H
#define KDF_PRF_H

#include "legacyssl-kdf.h"

/* RFC 2246 5: `len` bytes of PRF(secret, label, seed_1 + seed_2) into `out`. */
enum legacyssl_error prf(struct legacyssl_bytes secret, struct legacyssl_bytes label,
                         struct legacyssl_bytes seed_1, struct legacyssl_bytes seed_2, uint8_t *out,
                         size_t len);

#endif
