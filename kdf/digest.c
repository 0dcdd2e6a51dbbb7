/* digest.c - hashes and HMACs over several pieces in one call
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "digest.h"

#include "libgcrypt.h"

#include <assert.h>

static enum legacyssl_error hash_buffers(int algorithm, unsigned flags, gcry_buffer_t *buffers,
                                         size_t count, uint8_t *out)
{
    libgcrypt_prepare();
    return gcry_md_hash_buffers(algorithm, flags, out, buffers, (int)count) == 0
               ? LEGACYSSL_OK
               : LEGACYSSL_LIBGCRYPT;
}

static void add_parts(gcry_buffer_t *buffers, const struct legacyssl_bytes *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffers[i] = (gcry_buffer_t){.data = (void *)parts[i].data, .len = parts[i].len};
}

enum legacyssl_error digest(int algorithm, const struct legacyssl_bytes *parts, size_t count,
                            uint8_t *out)
{
    gcry_buffer_t buffers[DIGEST_MAX_PARTS];
    assert(count <= DIGEST_MAX_PARTS);
    add_parts(buffers, parts, count);
    return hash_buffers(algorithm, 0, buffers, count, out);
}

enum legacyssl_error hmac(int algorithm, struct legacyssl_bytes secret,
                          const struct legacyssl_bytes *parts, size_t count, uint8_t *out)
{
    gcry_buffer_t buffers[DIGEST_MAX_PARTS];
    assert(count < DIGEST_MAX_PARTS);
    /* libgcrypt takes the first buffer as the key */
    buffers[0] = (gcry_buffer_t){.data = (void *)secret.data, .len = secret.len};
    add_parts(buffers + 1, parts, count);
    return hash_buffers(algorithm, GCRY_MD_FLAG_HMAC, buffers, count + 1, out);
}
