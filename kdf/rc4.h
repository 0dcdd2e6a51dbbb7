/* rc4.h - RC4 with its state in the caller's hands
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Other primitives are libgcrypt's. RC4 is here because a capture is visited in any order, and
 * libgcrypt's RC4 can neither be copied nor set back to an earlier place.
 */
#ifndef KDF_RC4_H
#define KDF_RC4_H

#include "legacyssl-kdf.h"

/* Key schedule: `key` of 1 to 256 bytes into *position. */
void rc4_start(struct legacyssl_position *position, struct legacyssl_bytes key);

/* Decrypt (or encrypt) `len` bytes; in and out may be the same. */
void rc4_crypt(struct legacyssl_position *position, const uint8_t *in, uint8_t *out, size_t len);

/* Move on by `len` bytes of keystream. */
void rc4_skip(struct legacyssl_position *position, size_t len);

#endif
