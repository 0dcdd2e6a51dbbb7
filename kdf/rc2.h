/* rc2.h - RC2 with an effective key length of one's own choice
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libgcrypt's RC2 always takes as many effective bits as the key has. Only a reading of PCT needs
 * another number.
 */
#ifndef KDF_RC2_H
#define KDF_RC2_H

#include "legacyssl-kdf.h"

#define RC2_BLOCK 8
#define RC2_MAX_BITS 1024

struct rc2_key {
    uint16_t k[64];
};

/* RFC 2268 2: `key` of 1 to 128 bytes, 1 to 1024 effective bits. */
void rc2_expand(struct rc2_key *expanded, struct legacyssl_bytes key, unsigned effective_bits);

/* CBC over whole blocks; position->chain is the IV before and after. in and out may not overlap. */
void rc2_cbc_decrypt(const struct rc2_key *expanded, struct legacyssl_position *position,
                     struct legacyssl_bytes in, uint8_t *out);

#endif
