/* prf.c - the pseudo-random function of TLS 1.0, and what is made with it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "prf.h"

#include "digest.h"
#include "key_block.h"
#include "libgcrypt.h"
#include "trace.h"

#include <string.h>

/* One P_hash: what is hashed, with what, and what its steps are called. */
struct p_hash {
    const struct legacyssl_trace *trace;
    const char *name, *hmac, *block;
    int algorithm;
    size_t size;
    struct legacyssl_input secret;
    struct legacyssl_input label, seed_1, seed_2;
};

/* The most inputs of an HMAC: its secret, A(i), label and two seeds. */
#define WITHOUT_SEED 2
#define WITH_SEED 5

#define MAX_SEED 128 /* label and seeds of RFC 2246 and RFC 7627 have 86 bytes at most */

/* HMAC_hash(secret, a + seed) into `out`, the seed only if count is WITH_SEED. A keyed handle
 * serves for all of one P_hash, and what it hashes goes there in one piece: libgcrypt takes longer
 * for its calls than for hashing. */
static void keyed_hash(const struct p_hash *p, gcry_md_hd_t hmac, const char *result, int number,
                       struct legacyssl_input a, size_t count, uint8_t *out)
{
    const struct legacyssl_input inputs[] = {p->secret, a, p->label, p->seed_1, p->seed_2};
    uint8_t message[SHA1_SIZE + MAX_SEED], *end = message;

    for (size_t i = 1; i < count; end += inputs[i++].bytes.len)
        if (inputs[i].bytes.len != 0)
            memcpy(end, inputs[i].bytes.data, inputs[i].bytes.len);
    gcry_md_reset(hmac);
    gcry_md_write(hmac, message, (size_t)(end - message));
    memcpy(out, gcry_md_read(hmac, 0), p->size);
    legacyssl_wipe(message, sizeof message);
    trace_step(p->trace, (struct step_name){p->hmac, result, number}, inputs, count,
               BYTES(out, p->size));
}

/* P_hash(secret, seed) = HMAC_hash(secret, A(1) + seed) + HMAC_hash(secret, A(2) + seed) + ...
 * A(0) = seed, A(i) = HMAC_hash(secret, A(i-1)); `out` gets the first `len` bytes. */
static void expand(const struct p_hash *p, gcry_md_hd_t hmac, uint8_t *out, size_t len)
{
    uint8_t a[SHA1_SIZE], next_a[SHA1_SIZE], block[SHA1_SIZE];
    const struct legacyssl_input a_0 = {"", {NULL, 0}}, a_i = {"A(i)", {a, p->size}};
    const struct legacyssl_input a_before = {"A(i-1)", {a, p->size}};

    keyed_hash(p, hmac, "A(#)", 1, a_0, WITH_SEED, a);
    for (int i = 1;; i++) {
        keyed_hash(p, hmac, p->block, i, a_i, WITH_SEED, block);
        memcpy(out, block, len < p->size ? len : p->size);
        if (len <= p->size)
            break;
        out += p->size;
        len -= p->size;
        keyed_hash(p, hmac, "A(#)", i + 1, a_before, WITHOUT_SEED, next_a);
        memcpy(a, next_a, p->size);
    }
    legacyssl_wipe(a, sizeof a);
    legacyssl_wipe(next_a, sizeof next_a);
    legacyssl_wipe(block, sizeof block);
}

static enum legacyssl_error p_hash(const struct p_hash *p, uint8_t *out, size_t len)
{
    gcry_md_hd_t hmac;

    libgcrypt_prepare();
    if (gcry_md_open(&hmac, p->algorithm, GCRY_MD_FLAG_HMAC) != 0)
        return LEGACYSSL_LIBGCRYPT;
    const bool is_keyed = gcry_md_setkey(hmac, p->secret.bytes.data, p->secret.bytes.len) == 0;
    if (is_keyed)
        expand(p, hmac, out, len);
    gcry_md_close(hmac);
    if (!is_keyed)
        return LEGACYSSL_LIBGCRYPT;
    trace_taken(p->trace, p->name, "its blocks, one after the other", 0, BYTES(out, len));
    return LEGACYSSL_OK;
}

/* P_MD5 XOR P_SHA-1, each cut to `len` bytes, at most KEY_BLOCK_MAX. */
static enum legacyssl_error xor_of(const struct p_hash *md5, const struct p_hash *sha1,
                                   const char *result, uint8_t *out, size_t len)
{
    uint8_t halves[2][KEY_BLOCK_MAX];

    enum legacyssl_error error = p_hash(md5, halves[0], len);
    if (error == LEGACYSSL_OK)
        error = p_hash(sha1, halves[1], len);
    if (error == LEGACYSSL_OK) {
        for (size_t i = 0; i < len; i++)
            out[i] = halves[0][i] ^ halves[1][i];
        trace_step(md5->trace, (struct step_name){"XOR", result, -1},
                   INPUTS({md5->name, BYTES(halves[0], len)}, {sha1->name, BYTES(halves[1], len)}),
                   BYTES(out, len));
    }
    legacyssl_wipe(halves, sizeof halves);
    return error;
}

/* PRF(secret, label, seed) = P_MD5(S1, label + seed) XOR P_SHA-1(S2, label + seed). S1 and S2 are
 * the halves of the secret; of an odd length they share the byte in the middle. */
enum legacyssl_error prf(const struct legacyssl_trace *trace, const char *result,
                         struct legacyssl_input secret, struct legacyssl_input label,
                         struct legacyssl_input seed_1, struct legacyssl_input seed_2, uint8_t *out,
                         size_t len)
{
    const size_t half = (secret.bytes.len + 1) / 2, second = secret.bytes.len - half;
    const struct p_hash md5 = {.trace = trace,
                               .name = "P_MD5",
                               .hmac = "HMAC_MD5",
                               .block = "P_MD5, block #",
                               .algorithm = GCRY_MD_MD5,
                               .size = MD5_SIZE,
                               .secret = {"S1", {secret.bytes.data, half}},
                               .label = label,
                               .seed_1 = seed_1,
                               .seed_2 = seed_2};
    const struct p_hash sha1 = {.trace = trace,
                                .name = "P_SHA-1",
                                .hmac = "HMAC_SHA-1",
                                .block = "P_SHA-1, block #",
                                .algorithm = GCRY_MD_SHA1,
                                .size = SHA1_SIZE,
                                .secret = {"S2", {secret.bytes.data + second, half}},
                                .label = label,
                                .seed_1 = seed_1,
                                .seed_2 = seed_2};

    if (label.bytes.len + seed_1.bytes.len + seed_2.bytes.len > MAX_SEED)
        return LEGACYSSL_RANDOM_LENGTH;
    trace_taken(trace, "S1", secret.name, 0, md5.secret.bytes);
    trace_taken(trace, "S2", secret.name, second, sha1.secret.bytes);
    const enum legacyssl_error error = xor_of(&md5, &sha1, result, out, len);
    if (error == LEGACYSSL_OK)
        trace_step(trace, (struct step_name){"PRF", result, -1},
                   INPUTS(secret, label, seed_1, seed_2), BYTES(out, len));
    return error;
}

/* 6.3: key_block = PRF(master_secret, "key expansion", server_random + client_random) */
enum legacyssl_error prf_key_block(const struct legacyssl_secrets *secrets, uint8_t *key_block)
{
    return prf(secrets->trace, "key_block",
               (struct legacyssl_input){"master_secret", secrets->master_secret},
               PRF_LABEL("key expansion"), prf_server_random(secrets), prf_client_random(secrets),
               key_block, key_block_len(secrets->suite));
}

/* 8.1: master_secret = PRF(pre_master_secret, "master secret", client_random + server_random)
 * RFC 7627 4: PRF(pre_master_secret, "extended master secret", session_hash) */
enum legacyssl_error prf_master_secret(const struct legacyssl_secrets *secrets,
                                       struct legacyssl_bytes premaster,
                                       struct legacyssl_bytes session_hash, uint8_t *master)
{
    const struct legacyssl_input secret = {"pre_master_secret", premaster};

    if (session_hash.len == PRF_SESSION_HASH_SIZE)
        return prf(secrets->trace, "master_secret", secret, PRF_LABEL("extended master secret"),
                   (struct legacyssl_input){"session_hash", session_hash},
                   (struct legacyssl_input){"", {NULL, 0}}, master, LEGACYSSL_MASTER_SECRET_SIZE);
    if (session_hash.len != 0 ||
        !key_block_check_randoms(secrets->client_random, secrets->server_random))
        return LEGACYSSL_RANDOM_LENGTH;
    return prf(secrets->trace, "master_secret", secret, PRF_LABEL("master secret"),
               prf_client_random(secrets), prf_server_random(secrets), master,
               LEGACYSSL_MASTER_SECRET_SIZE);
}
