/* digest.c - hashes over several pieces in one call
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "digest.h"

#include "libgcrypt.h"

enum legacyssl_error digest(int algorithm, const struct legacyssl_bytes *parts, size_t count,
                            uint8_t *out)
{
    gcry_buffer_t buffers[DIGEST_MAX_PARTS];

    if (count > DIGEST_MAX_PARTS)
        return LEGACYSSL_LIBGCRYPT;
    for (size_t i = 0; i < count; i++)
        buffers[i] = (gcry_buffer_t){.data = (void *)parts[i].data, .len = parts[i].len};
    libgcrypt_prepare();
    return gcry_md_hash_buffers(algorithm, 0, out, buffers, (int)count) == 0 ? LEGACYSSL_OK
                                                                             : LEGACYSSL_LIBGCRYPT;
}
