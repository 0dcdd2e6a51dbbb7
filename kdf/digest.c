/* digest.c - hashes over several pieces in one call
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "digest.h"

#include "libgcrypt.h"

#define HASH_FRAMES 2048 /* bytes: more than libgcrypt's own frames with a hash's context take */

/* libgcrypt keeps the context of such a hash, with the last block of what was hashed, on the stack, and
 * leaves it there. In a function of its own, so that what it overwrites lies where those frames lay. */
#if defined _MSC_VER
__declspec(noinline)
#else
__attribute__((noinline))
#endif
static void wipe_hash_frames(void)
{
    uint8_t frames[HASH_FRAMES];

    legacyssl_wipe(frames, sizeof frames);
}

enum legacyssl_error digest(int algorithm, const struct legacyssl_bytes *parts, size_t count,
                            uint8_t *out)
{
    gcry_buffer_t buffers[DIGEST_MAX_PARTS];

    if (count > DIGEST_MAX_PARTS)
        return LEGACYSSL_LIBGCRYPT;
    for (size_t i = 0; i < count; i++)
        buffers[i] = (gcry_buffer_t){.data = (void *)parts[i].data, .len = parts[i].len};
    libgcrypt_prepare();
    const gcry_error_t error = gcry_md_hash_buffers(algorithm, 0, out, buffers, (int)count);
    wipe_hash_frames();
    return error == 0 ? LEGACYSSL_OK : LEGACYSSL_LIBGCRYPT;
}
