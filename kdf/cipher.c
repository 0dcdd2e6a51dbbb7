/* cipher.c - the bulk ciphers: a handle that knows the key, a position that knows the place
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cipher.h"

#include "protocol.h"
#include "rc4.h"

#include <string.h>

static enum legacyssl_error open_cbc(const struct legacyssl_cipher *cipher,
                                     struct legacyssl_bytes key, gcry_cipher_hd_t *handle)
{
    if (gcry_cipher_open(handle, cipher->algorithm, GCRY_CIPHER_MODE_CBC, 0) != 0)
        return LEGACYSSL_LIBGCRYPT;
    /* what a peer has used can be opened, weak or not */
    gcry_cipher_ctl(*handle, GCRYCTL_SET_ALLOW_WEAK_KEY, NULL, 1);
    gcry_err_code_t error = gcry_err_code(gcry_cipher_setkey(*handle, key.data, key.len));
    if (error != GPG_ERR_NO_ERROR && error != GPG_ERR_WEAK_KEY) {
        gcry_cipher_close(*handle);
        *handle = NULL;
        return LEGACYSSL_LIBGCRYPT;
    }
    return LEGACYSSL_OK;
}

enum legacyssl_error cipher_start(const struct legacyssl_cipher *cipher, struct legacyssl_bytes key,
                                  struct legacyssl_bytes iv, gcry_cipher_hd_t *handle,
                                  struct legacyssl_position *position)
{
    *handle = NULL;
    memset(position, 0, sizeof *position);
    if (cipher->algorithm == GCRY_CIPHER_NONE)
        return LEGACYSSL_OK;
    if (cipher->algorithm == GCRY_CIPHER_ARCFOUR) {
        rc4_start(position, key);
        return LEGACYSSL_OK;
    }
    memcpy(position->chain, iv.data, cipher->iv_size);
    return open_cbc(cipher, key, handle);
}

static enum legacyssl_error decrypt_cbc(const struct legacyssl_cipher *cipher,
                                        gcry_cipher_hd_t handle,
                                        struct legacyssl_position *position,
                                        struct legacyssl_bytes in, uint8_t *out)
{
    const size_t block = cipher->iv_size;

    if (gcry_cipher_setiv(handle, position->chain, block) != 0 ||
        gcry_cipher_decrypt(handle, out, in.len, in.data, in.len) != 0)
        return LEGACYSSL_LIBGCRYPT;
    memcpy(position->chain, in.data + in.len - block, block);
    return LEGACYSSL_OK;
}

enum legacyssl_error cipher_decrypt(const struct legacyssl_cipher *cipher, gcry_cipher_hd_t handle,
                                    struct legacyssl_position *position, struct legacyssl_bytes in,
                                    uint8_t *out)
{
    if (in.len == 0)
        return LEGACYSSL_OK;
    if (handle != NULL)
        return decrypt_cbc(cipher, handle, position, in, out);
    if (cipher->algorithm == GCRY_CIPHER_ARCFOUR)
        rc4_crypt(position, in.data, out, in.len);
    else
        memcpy(out, in.data, in.len);
    return LEGACYSSL_OK;
}
