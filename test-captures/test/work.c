/* work.c - loaded before tshark: at its end it writes how much was read, decrypted and hashed
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <gcrypt.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

static unsigned long long reads, decrypted, hashed, opened, from_files;

/* The function of that name that would be called without us. */
#define NEXT(name, type)                                                                           \
    static __typeof__(type) next;                                                                  \
    if (next == NULL)                                                                              \
    next = (type)dlsym(RTLD_NEXT, name)

/* Wireshark 4.4 has another name for it. */
uint8_t tvb_get_guint8(void *tvb, int offset)
{
    NEXT("tvb_get_guint8", uint8_t (*)(void *, int));
    reads++;
    return next(tvb, offset);
}

uint8_t tvb_get_uint8(void *tvb, int offset)
{
    NEXT("tvb_get_uint8", uint8_t (*)(void *, int));
    reads++;
    return next(tvb, offset);
}

gcry_error_t gcry_cipher_decrypt(gcry_cipher_hd_t cipher, void *out, size_t out_size,
                                 const void *in, size_t in_len)
{
    NEXT("gcry_cipher_decrypt",
         gcry_error_t (*)(gcry_cipher_hd_t, void *, size_t, const void *, size_t));
    decrypted += in_len;
    return next(cipher, out, out_size, in, in_len);
}

void gcry_md_write(gcry_md_hd_t hash, const void *bytes, size_t len)
{
    NEXT("gcry_md_write", void (*)(gcry_md_hd_t, const void *, size_t));
    hashed += len;
    next(hash, bytes, len);
}

/* With an RSA key. */
int gnutls_privkey_decrypt_data(void *key, unsigned flags, const void *in, void *out)
{
    NEXT("gnutls_privkey_decrypt_data", int (*)(void *, unsigned, const void *, void *));
    opened++;
    return next(key, flags, in, out);
}

/* Key logs: captures are read otherwise. */
ssize_t pread64(int descriptor, void *bytes, size_t len, off64_t offset)
{
    NEXT("pread64", ssize_t (*)(int, void *, size_t, off64_t));
    const ssize_t got = next(descriptor, bytes, len, offset);
    from_files += got > 0 ? (size_t)got : 0;
    return got;
}

__attribute__((destructor)) static void tell(void)
{
    fprintf(stderr, "work: %llu %llu %llu %llu %llu\n", reads, decrypted, hashed, opened,
            from_files);
}
