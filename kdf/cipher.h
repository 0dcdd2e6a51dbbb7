/* cipher.h - the bulk ciphers: a handle that knows the key, a position that knows the place
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_CIPHER_H
#define KDF_CIPHER_H

#include "legacyssl-kdf.h"
#include "libgcrypt.h"

/* After libgcrypt_prepare: set up `cipher` with a key and, for CBC, an IV of the sizes that its row
 * names. *handle is NULL for NULL and RC4, whose whole state is the position. */
enum legacyssl_error cipher_start(const struct legacyssl_cipher *cipher, struct legacyssl_bytes key,
                                  struct legacyssl_bytes iv, gcry_cipher_hd_t *handle,
                                  struct legacyssl_position *position);

/* Decrypt in.len bytes, for a block cipher whole blocks, and move the position on. */
enum legacyssl_error cipher_decrypt(const struct legacyssl_cipher *cipher, gcry_cipher_hd_t handle,
                                    struct legacyssl_position *position, struct legacyssl_bytes in,
                                    uint8_t *out);

#endif
