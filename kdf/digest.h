/* digest.h - hashes over several pieces in one call
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_DIGEST_H
#define KDF_DIGEST_H

#include "legacyssl-kdf.h"
#include "libgcrypt.h"

#define DIGEST_MAX_PARTS 16
#define MD5_SIZE 16
#define SHA1_SIZE 20

#define BYTES(pointer, length) ((struct legacyssl_bytes){(const uint8_t *)(pointer), (length)})
#define STRING(literal) BYTES(literal, sizeof(literal) - 1)

/* Hash `count` parts, at most DIGEST_MAX_PARTS, one after the other; `algorithm` is a GCRY_MD_....
 * `out` has room for the whole digest. LEGACYSSL_LIBGCRYPT if libgcrypt refuses the algorithm, or
 * for more parts. */
enum legacyssl_error digest(int algorithm, const struct legacyssl_bytes *parts, size_t count,
                            uint8_t *out);

/* Parts written in place: DIGEST(GCRY_MD_MD5, out, master, STRING("0"), ...). */
#define DIGEST(algorithm, out, ...)                                                                \
    digest(algorithm, (const struct legacyssl_bytes[]){__VA_ARGS__},                               \
           sizeof((const struct legacyssl_bytes[]){__VA_ARGS__}) / sizeof(struct legacyssl_bytes), \
           out)

/* Network byte order, as every number in a MAC has it. */
static inline void put_be16(uint8_t *out, uint16_t value)
{
    out[0] = (uint8_t)(value >> 8);
    out[1] = (uint8_t)value;
}

static inline void put_be32(uint8_t *out, uint32_t value)
{
    put_be16(out, (uint16_t)(value >> 16));
    put_be16(out + 2, (uint16_t)value);
}

static inline void put_be64(uint8_t *out, uint64_t value)
{
    put_be32(out, (uint32_t)(value >> 32));
    put_be32(out + 4, (uint32_t)value);
}

/* Feed borrowed bytes to an open handle; "none" is fine. */
static inline void md_write(gcry_md_hd_t handle, struct legacyssl_bytes bytes)
{
    if (bytes.len != 0)
        gcry_md_write(handle, bytes.data, bytes.len);
}

#endif
