/* prf.c - the pseudo-random function of TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "prf.h"

#include "digest.h"
#include "key_block.h"

#include <string.h>

/* One P_hash: what is hashed, and with what. */
struct p_hash {
    int algorithm;
    size_t size;
    struct legacyssl_bytes secret;
    struct legacyssl_bytes label, seed_1, seed_2;
};

static void xor_into(uint8_t *out, const uint8_t *in, size_t len)
{
    while (len-- > 0)
        *out++ ^= *in++;
}

/* P_hash(secret, seed) = HMAC_hash(secret, A(1) + seed) + HMAC_hash(secret, A(2) + seed) + ...
 * A(0) = seed, A(i) = HMAC_hash(secret, A(i-1)); it is XORed into `out`. */
static enum legacyssl_error p_hash_xor(const struct p_hash *p, uint8_t *out, size_t len)
{
    uint8_t a[SHA1_SIZE], block[SHA1_SIZE];
    enum legacyssl_error error =
        HMAC(p->algorithm, p->secret, a, p->label, p->seed_1, p->seed_2);

    while (error == LEGACYSSL_OK && len > 0) {
        const size_t take = len < p->size ? len : p->size;
        error = HMAC(p->algorithm, p->secret, block, BYTES(a, p->size), p->label, p->seed_1,
                     p->seed_2);
        if (error == LEGACYSSL_OK)
            error = HMAC(p->algorithm, p->secret, a, BYTES(a, p->size));
        xor_into(out, block, take);
        out += take;
        len -= take;
    }
    wipe(a, sizeof a);
    wipe(block, sizeof block);
    return error;
}

/* PRF(secret, label, seed) = P_MD5(S1, label + seed) XOR P_SHA-1(S2, label + seed). S1 and S2 are
 * the halves of the secret; of an odd length they share the byte in the middle. */
enum legacyssl_error prf(struct legacyssl_bytes secret, struct legacyssl_bytes label,
                         struct legacyssl_bytes seed_1, struct legacyssl_bytes seed_2, uint8_t *out,
                         size_t len)
{
    const size_t half = (secret.len + 1) / 2;
    const struct p_hash md5 = {GCRY_MD_MD5, MD5_SIZE, {secret.data, half}, label, seed_1, seed_2};
    const struct p_hash sha1 = {
        GCRY_MD_SHA1, SHA1_SIZE, {secret.data + secret.len - half, half}, label, seed_1, seed_2};

    memset(out, 0, len);
    enum legacyssl_error error = p_hash_xor(&md5, out, len);
    return error != LEGACYSSL_OK ? error : p_hash_xor(&sha1, out, len);
}
