/* suite.c - the tables of ciphers, MACs and suites: facts as rows
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources: RFC 2246 Appendix A.5 and C, RFC 6101 A.6, draft-hickman C.4, RFC 2712 (KRB5),
 * RFC 3268 (AES), RFC 4132 (Camellia), RFC 4162 (SEED), RFC 4279 and 4785 (PSK), RFC 4492 (ECC),
 * RFC 5054 (SRP), RFC 5487, 5489 and 6367 (PSK with SHA-256 and SHA-384; today's OpenSSL agrees on
 * them at TLS 1.0, too; the PRF stays RFC 2246's), draft-ietf-tls-56-bit-ciphersuites-01 (0x0060 to
 * 0x0066), draft-benaloh-pct-00 5.3.2, 5.3.3 and its table of constants.
 */
#include "protocol.h"

#include <string.h>

enum cipher_row {
    NULL_CIPHER,
    RC4_40,
    RC4_56,
    RC4_64,
    RC4_128,
    RC2_CBC_40,
    RC2_CBC_56,
    RC2_CBC_128,
    IDEA_CBC,
    DES40_CBC,
    DES_CBC,
    DES_CBC_EXPORT1024,
    TRIPLE_DES,
    AES_128_CBC,
    AES_256_CBC,
    CAMELLIA_128_CBC,
    CAMELLIA_256_CBC,
    SEED_CBC,
    PCT_DES,
    PCT_DES_112,
    PCT_DES_168,
    FORTEZZA,
    GOST28147,
};

/* RC2 runs with 128 effective key bits everywhere, export or not: libgcrypt's RFC2268_128. */
#define RC2 GCRY_CIPHER_RFC2268_128
#define RC4 GCRY_CIPHER_ARCFOUR
#define IDEA GCRY_CIPHER_IDEA
#define DES GCRY_CIPHER_DES
#define DES3 GCRY_CIPHER_3DES
#define AES GCRY_CIPHER_AES128
#define AES2 GCRY_CIPHER_AES256
#define CAMELLIA GCRY_CIPHER_CAMELLIA128
#define CAMELLIA2 GCRY_CIPHER_CAMELLIA256
#define SEED GCRY_CIPHER_SEED

static const struct legacyssl_cipher ciphers[] = {
    /*                      name           algorithm     key material, expanded, IV, exportable */
    [NULL_CIPHER] = {"NULL", GCRY_CIPHER_NONE, 0, 0, 0, false},
    [RC4_40] = {"RC4_40", RC4, 5, 16, 0, true},
    [RC4_56] = {"RC4_56", RC4, 7, 16, 0, true},
    [RC4_64] = {"RC4_64", RC4, 8, 16, 0, true},
    [RC4_128] = {"RC4_128", RC4, 16, 16, 0, false},
    [RC2_CBC_40] = {"RC2_CBC_40", RC2, 5, 16, 8, true},
    [RC2_CBC_56] = {"RC2_CBC_56", RC2, 7, 16, 8, true},
    [RC2_CBC_128] = {"RC2_CBC_128", RC2, 16, 16, 8, false},
    [IDEA_CBC] = {"IDEA_CBC", IDEA, 16, 16, 8, false},
    [DES40_CBC] = {"DES40_CBC", DES, 5, 8, 8, true},
    [DES_CBC] = {"DES_CBC", DES, 8, 8, 8, false},
    [DES_CBC_EXPORT1024] = {"DES_CBC_EXPORT1024", DES, 8, 8, 8, true},
    [TRIPLE_DES] = {"3DES_EDE_CBC", DES3, 24, 24, 8, false},
    [AES_128_CBC] = {"AES_128_CBC", AES, 16, 16, 16, false},
    [AES_256_CBC] = {"AES_256_CBC", AES2, 32, 32, 16, false},
    [CAMELLIA_128_CBC] = {"CAMELLIA_128_CBC", CAMELLIA, 16, 16, 16, false},
    [CAMELLIA_256_CBC] = {"CAMELLIA_256_CBC", CAMELLIA2, 32, 32, 16, false},
    [SEED_CBC] = {"SEED_CBC", SEED, 16, 16, 16, false},
    /* key material: PCT's standard key length; the rest of the DES keys is parity */
    [PCT_DES] = {"DES", DES, 7, 8, 8, false},
    [PCT_DES_112] = {"DES_112", DES3, 14, 24, 8, false},
    [PCT_DES_168] = {"DES_168", DES3, 21, 24, 8, false},
    [FORTEZZA] = {"FORTEZZA", LEGACYSSL_NO_CIPHER, 0, 0, 0, false},
    [GOST28147] = {"GOST28147", LEGACYSSL_NO_CIPHER, 0, 0, 0, false},
};

enum mac_row {
    MAC_NULL,
    MAC_MD5,
    MAC_MD5_TRUNC_64,
    MAC_SHA,
    MAC_SHA_TRUNC_80,
    MAC_SHA256,
    MAC_SHA384,
    MAC_GOST,
};

static const struct legacyssl_mac macs[] = {
    /*            name    algorithm   size pad */
    [MAC_NULL] = {"NULL", GCRY_MD_NONE, 0, 0},
    [MAC_MD5] = {"MD5", GCRY_MD_MD5, 16, 48},
    [MAC_MD5_TRUNC_64] = {"MD5_TRUNC_64", GCRY_MD_MD5, 8, 0},
    [MAC_SHA] = {"SHA", GCRY_MD_SHA1, 20, 40},
    [MAC_SHA_TRUNC_80] = {"SHA_TRUNC_80", GCRY_MD_SHA1, 10, 0},
    [MAC_SHA256] = {"SHA256", GCRY_MD_SHA256, 32, 0},
    [MAC_SHA384] = {"SHA384", GCRY_MD_SHA384, 48, 0},
    [MAC_GOST] = {"GOST", GCRY_MD_NONE, 0, 0},
};

const struct legacyssl_suite ssl2_suites[] = {
    {0x010080, "SSL_CK_RC4_128_WITH_MD5", &ciphers[RC4_128], &macs[MAC_MD5], 0, 0, false},
    {0x020080, "SSL_CK_RC4_128_EXPORT40_WITH_MD5", &ciphers[RC4_40], &macs[MAC_MD5], 0, 0, false},
    {0x030080, "SSL_CK_RC2_128_CBC_WITH_MD5", &ciphers[RC2_CBC_128], &macs[MAC_MD5], 0, 0, false},
    {0x040080, "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5", &ciphers[RC2_CBC_40], &macs[MAC_MD5], 0, 0, false},
    {0x050080, "SSL_CK_IDEA_128_CBC_WITH_MD5", &ciphers[IDEA_CBC], &macs[MAC_MD5], 0, 0, false},
    {0x060040, "SSL_CK_DES_64_CBC_WITH_MD5", &ciphers[DES_CBC], &macs[MAC_MD5], 0, 0, false},
    {0x0700c0, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5", &ciphers[TRIPLE_DES], &macs[MAC_MD5], 0, 0, false},
    {0x080080, "SSL_CK_RC4_64_WITH_MD5", &ciphers[RC4_64], &macs[MAC_MD5], 0, 0, false},
    {0, NULL, NULL, NULL, 0, 0, false},
};

/* SSL 3.0 and TLS 1.0 share their codes; SSL 3.0 has no keys for a MAC without pads. 0x001e, in
 * RFC 6101 a suite of FORTEZZA, has RFC 2712's meaning at SSL 3.0, too, as in OpenSSL.
 * code, name, cipher, MAC, bits that only PCT has, whether SSL 3.0 derives with TLS 1.0's PRF */
const struct legacyssl_suite ssl3_suites[] = {
    {0x0000, "TLS_NULL_WITH_NULL_NULL", &ciphers[NULL_CIPHER], &macs[MAC_NULL], 0, 0, false},
    {0x0001, "TLS_RSA_WITH_NULL_MD5", &ciphers[NULL_CIPHER], &macs[MAC_MD5], 0, 0, false},
    {0x0002, "TLS_RSA_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", &ciphers[RC4_40], &macs[MAC_MD5], 0, 0, false},
    {0x0004, "TLS_RSA_WITH_RC4_128_MD5", &ciphers[RC4_128], &macs[MAC_MD5], 0, 0, false},
    {0x0005, "TLS_RSA_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0x0006, "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", &ciphers[RC2_CBC_40], &macs[MAC_MD5], 0, 0, false},
    {0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA", &ciphers[IDEA_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0008, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0009, "TLS_RSA_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x000b, "TLS_DH_DSS_EXPORT_WITH_DES40_CBC_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x000c, "TLS_DH_DSS_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x000d, "TLS_DH_DSS_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x000e, "TLS_DH_RSA_EXPORT_WITH_DES40_CBC_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x000f, "TLS_DH_RSA_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0010, "TLS_DH_RSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x0011, "TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0012, "TLS_DHE_DSS_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0013, "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x0014, "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0015, "TLS_DHE_RSA_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x0017, "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", &ciphers[RC4_40], &macs[MAC_MD5], 0, 0, false},
    {0x0018, "TLS_DH_anon_WITH_RC4_128_MD5", &ciphers[RC4_128], &macs[MAC_MD5], 0, 0, false},
    {0x0019, "TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x001a, "TLS_DH_anon_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x001b, "TLS_DH_anon_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x001c, "SSL_FORTEZZA_KEA_WITH_NULL_SHA", &ciphers[FORTEZZA], &macs[MAC_SHA], 0, 0, false},
    {0x001d, "SSL_FORTEZZA_KEA_WITH_FORTEZZA_CBC_SHA", &ciphers[FORTEZZA], &macs[MAC_SHA], 0, 0, false},
    {0x001e, "TLS_KRB5_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x001f, "TLS_KRB5_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x0020, "TLS_KRB5_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0x0021, "TLS_KRB5_WITH_IDEA_CBC_SHA", &ciphers[IDEA_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0022, "TLS_KRB5_WITH_DES_CBC_MD5", &ciphers[DES_CBC], &macs[MAC_MD5], 0, 0, false},
    {0x0023, "TLS_KRB5_WITH_3DES_EDE_CBC_MD5", &ciphers[TRIPLE_DES], &macs[MAC_MD5], 0, 0, false},
    {0x0024, "TLS_KRB5_WITH_RC4_128_MD5", &ciphers[RC4_128], &macs[MAC_MD5], 0, 0, false},
    {0x0025, "TLS_KRB5_WITH_IDEA_CBC_MD5", &ciphers[IDEA_CBC], &macs[MAC_MD5], 0, 0, false},
    {0x0026, "TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA", &ciphers[DES40_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0027, "TLS_KRB5_EXPORT_WITH_RC2_CBC_40_SHA", &ciphers[RC2_CBC_40], &macs[MAC_SHA], 0, 0, false},
    {0x0028, "TLS_KRB5_EXPORT_WITH_RC4_40_SHA", &ciphers[RC4_40], &macs[MAC_SHA], 0, 0, false},
    {0x0029, "TLS_KRB5_EXPORT_WITH_DES_CBC_40_MD5", &ciphers[DES40_CBC], &macs[MAC_MD5], 0, 0, false},
    {0x002a, "TLS_KRB5_EXPORT_WITH_RC2_CBC_40_MD5", &ciphers[RC2_CBC_40], &macs[MAC_MD5], 0, 0, false},
    {0x002b, "TLS_KRB5_EXPORT_WITH_RC4_40_MD5", &ciphers[RC4_40], &macs[MAC_MD5], 0, 0, false},
    {0x002c, "TLS_PSK_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0x002d, "TLS_DHE_PSK_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0x002e, "TLS_RSA_PSK_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0030, "TLS_DH_DSS_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0031, "TLS_DH_RSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0036, "TLS_DH_DSS_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0037, "TLS_DH_RSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x003a, "TLS_DH_anon_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0042, "TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0043, "TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0044, "TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0045, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0046, "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0060, "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5", &ciphers[RC4_56], &macs[MAC_MD5], 0, 0, false},
    {0x0061, "TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5", &ciphers[RC2_CBC_56], &macs[MAC_MD5], 0, 0, false},
    {0x0062, "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA", &ciphers[DES_CBC_EXPORT1024], &macs[MAC_SHA], 0, 0, false},
    {0x0063, "TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA", &ciphers[DES_CBC_EXPORT1024], &macs[MAC_SHA], 0, 0, false},
    {0x0064, "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA", &ciphers[RC4_56], &macs[MAC_SHA], 0, 0, false},
    {0x0065, "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA", &ciphers[RC4_56], &macs[MAC_SHA], 0, 0, false},
    {0x0066, "TLS_DHE_DSS_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0x0080, "TLS_GOSTR341094_WITH_28147_CNT_IMIT", &ciphers[GOST28147], &macs[MAC_GOST], 0, 0, false},
    {0x0081, "TLS_GOSTR341001_WITH_28147_CNT_IMIT", &ciphers[GOST28147], &macs[MAC_GOST], 0, 0, false},
    {0x0082, "TLS_GOSTR341094_WITH_NULL_GOSTR3411", &ciphers[GOST28147], &macs[MAC_GOST], 0, 0, false},
    {0x0083, "TLS_GOSTR341001_WITH_NULL_GOSTR3411", &ciphers[GOST28147], &macs[MAC_GOST], 0, 0, false},
    {0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0085, "TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0086, "TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0087, "TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0089, "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x008a, "TLS_PSK_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0x008b, "TLS_PSK_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x008d, "TLS_PSK_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x008e, "TLS_DHE_PSK_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0x008f, "TLS_DHE_PSK_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x0090, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0091, "TLS_DHE_PSK_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0092, "TLS_RSA_PSK_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0x0093, "TLS_RSA_PSK_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0x0094, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0095, "TLS_RSA_PSK_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0096, "TLS_RSA_WITH_SEED_CBC_SHA", &ciphers[SEED_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0097, "TLS_DH_DSS_WITH_SEED_CBC_SHA", &ciphers[SEED_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0098, "TLS_DH_RSA_WITH_SEED_CBC_SHA", &ciphers[SEED_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x0099, "TLS_DHE_DSS_WITH_SEED_CBC_SHA", &ciphers[SEED_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x009a, "TLS_DHE_RSA_WITH_SEED_CBC_SHA", &ciphers[SEED_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x009b, "TLS_DH_anon_WITH_SEED_CBC_SHA", &ciphers[SEED_CBC], &macs[MAC_SHA], 0, 0, false},
    {0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256", &ciphers[AES_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0x00af, "TLS_PSK_WITH_AES_256_CBC_SHA384", &ciphers[AES_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0x00b0, "TLS_PSK_WITH_NULL_SHA256", &ciphers[NULL_CIPHER], &macs[MAC_SHA256], 0, 0, false},
    {0x00b1, "TLS_PSK_WITH_NULL_SHA384", &ciphers[NULL_CIPHER], &macs[MAC_SHA384], 0, 0, false},
    {0x00b2, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA256", &ciphers[AES_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0x00b3, "TLS_DHE_PSK_WITH_AES_256_CBC_SHA384", &ciphers[AES_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0x00b4, "TLS_DHE_PSK_WITH_NULL_SHA256", &ciphers[NULL_CIPHER], &macs[MAC_SHA256], 0, 0, false},
    {0x00b5, "TLS_DHE_PSK_WITH_NULL_SHA384", &ciphers[NULL_CIPHER], &macs[MAC_SHA384], 0, 0, false},
    {0x00b6, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA256", &ciphers[AES_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0x00b7, "TLS_RSA_PSK_WITH_AES_256_CBC_SHA384", &ciphers[AES_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0x00b8, "TLS_RSA_PSK_WITH_NULL_SHA256", &ciphers[NULL_CIPHER], &macs[MAC_SHA256], 0, 0, false},
    {0x00b9, "TLS_RSA_PSK_WITH_NULL_SHA384", &ciphers[NULL_CIPHER], &macs[MAC_SHA384], 0, 0, false},
    {0xc001, "TLS_ECDH_ECDSA_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0xc002, "TLS_ECDH_ECDSA_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0xc003, "TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc004, "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc005, "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc006, "TLS_ECDHE_ECDSA_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc00b, "TLS_ECDH_RSA_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0xc00c, "TLS_ECDH_RSA_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0xc00d, "TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc00e, "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc00f, "TLS_ECDH_RSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc010, "TLS_ECDHE_RSA_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc015, "TLS_ECDH_anon_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0xc016, "TLS_ECDH_anon_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0xc017, "TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc019, "TLS_ECDH_anon_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc01a, "TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc01b, "TLS_SRP_SHA_RSA_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc01c, "TLS_SRP_SHA_DSS_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc01d, "TLS_SRP_SHA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc01e, "TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc01f, "TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc020, "TLS_SRP_SHA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc021, "TLS_SRP_SHA_RSA_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc022, "TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc033, "TLS_ECDHE_PSK_WITH_RC4_128_SHA", &ciphers[RC4_128], &macs[MAC_SHA], 0, 0, false},
    {0xc034, "TLS_ECDHE_PSK_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, false},
    {0xc035, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", &ciphers[AES_128_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc036, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA", &ciphers[AES_256_CBC], &macs[MAC_SHA], 0, 0, false},
    {0xc037, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256", &ciphers[AES_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0xc038, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384", &ciphers[AES_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0xc039, "TLS_ECDHE_PSK_WITH_NULL_SHA", &ciphers[NULL_CIPHER], &macs[MAC_SHA], 0, 0, false},
    {0xc03a, "TLS_ECDHE_PSK_WITH_NULL_SHA256", &ciphers[NULL_CIPHER], &macs[MAC_SHA256], 0, 0, false},
    {0xc03b, "TLS_ECDHE_PSK_WITH_NULL_SHA384", &ciphers[NULL_CIPHER], &macs[MAC_SHA384], 0, 0, false},
    {0xc094, "TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0xc095, "TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0xc096, "TLS_DHE_PSK_WITH_CAMELLIA_128_CBC_SHA256", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0xc097, "TLS_DHE_PSK_WITH_CAMELLIA_256_CBC_SHA384", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0xc098, "TLS_RSA_PSK_WITH_CAMELLIA_128_CBC_SHA256", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0xc099, "TLS_RSA_PSK_WITH_CAMELLIA_256_CBC_SHA384", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    {0xc09a, "TLS_ECDHE_PSK_WITH_CAMELLIA_128_CBC_SHA256", &ciphers[CAMELLIA_128_CBC], &macs[MAC_SHA256], 0, 0, false},
    {0xc09b, "TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384", &ciphers[CAMELLIA_256_CBC], &macs[MAC_SHA384], 0, 0, false},
    /* Netscape's own: NSS's source, and traffic of NSS 3.20.1 */
    {0xfefe, "SSL_RSA_FIPS_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, true},
    {0xfeff, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, true},
    {0xffe0, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA", &ciphers[TRIPLE_DES], &macs[MAC_SHA], 0, 0, true},
    {0xffe1, "SSL_RSA_FIPS_WITH_DES_CBC_SHA", &ciphers[DES_CBC], &macs[MAC_SHA], 0, 0, true},
    {0, NULL, NULL, NULL, 0, 0, false},
};

/* PCT's ciphers and hashes by their codes. DES_DM is not here: draft-benaloh-pct-00 leaves its
 * padding and its initial value open. */
static const struct legacyssl_cipher *const pct1_ciphers[] = {
    [0x0001] = &ciphers[PCT_DES],     [0x0002] = &ciphers[IDEA_CBC],
    [0x0003] = &ciphers[RC2_CBC_128], [0x0004] = &ciphers[RC4_128],
    [0x0005] = &ciphers[PCT_DES_112], [0x0006] = &ciphers[PCT_DES_168],
};

static const struct legacyssl_mac *const pct1_hashes[] = {
    [0x0001] = &macs[MAC_MD5],
    [0x0002] = &macs[MAC_MD5_TRUNC_64],
    [0x0003] = &macs[MAC_SHA],
    [0x0004] = &macs[MAC_SHA_TRUNC_80],
};

#define ROW(table, code) ((code) < sizeof(table) / sizeof((table)[0]) ? (table)[code] : NULL)
#define PCT1_MIN_MAC_BITS 64 /* draft-benaloh-pct-00 5.2.1: values 0 to 255 stand for 64 to 319 */
#define PCT1_MAX_MAC_BITS 319

enum legacyssl_error legacyssl_pct1_suite(struct legacyssl_suite *suite, unsigned cipher,
                                          unsigned encryption_bits, unsigned mac_bits,
                                          unsigned hash)
{
    const struct legacyssl_cipher *bulk = ROW(pct1_ciphers, cipher);
    const struct legacyssl_mac *mac = ROW(pct1_hashes, hash);

    *suite = (struct legacyssl_suite){0};
    if (bulk == NULL || mac == NULL || encryption_bits > 8u * bulk->key_material ||
        mac_bits < PCT1_MIN_MAC_BITS || mac_bits > PCT1_MAX_MAC_BITS)
        return LEGACYSSL_NOT_DERIVABLE;
    *suite = (struct legacyssl_suite){
        .cipher = encryption_bits == 0 ? &ciphers[NULL_CIPHER] : bulk,
        .mac = mac,
        .encryption_bits = (uint16_t)encryption_bits,
        .mac_bits = (uint16_t)mac_bits,
    };
    return LEGACYSSL_OK;
}

static bool is_same(const struct legacyssl_suite *a, const struct legacyssl_suite *b)
{
    return a->cipher == b->cipher && a->mac == b->mac && a->encryption_bits == b->encryption_bits &&
           a->mac_bits == b->mac_bits && a->derives_with_prf == b->derives_with_prf;
}

bool suite_is_pct1(const struct legacyssl_suite *suite)
{
    struct legacyssl_suite composed;

    for (unsigned cipher = 1; ROW(pct1_ciphers, cipher) != NULL; cipher++)
        for (unsigned hash = 1; ROW(pct1_hashes, hash) != NULL; hash++)
            if (legacyssl_pct1_suite(&composed, cipher, suite->encryption_bits, suite->mac_bits,
                                     hash) == LEGACYSSL_OK &&
                is_same(&composed, suite))
                return true;
    return false;
}

static const struct legacyssl_suite *find(const struct legacyssl_suite *table, uint32_t code)
{
    for (const struct legacyssl_suite *row = table; row != NULL && row->name != NULL; row++)
        if (row->code == code)
            return row;
    return NULL;
}

bool suite_is_row(const struct legacyssl_suite *table, const struct legacyssl_suite *suite)
{
    const struct legacyssl_suite *row = find(table, suite->code);

    return row != NULL && is_same(row, suite) && row->cipher->algorithm != LEGACYSSL_NO_CIPHER;
}

const struct legacyssl_suite *legacyssl_suites(enum legacyssl_protocol protocol)
{
    const struct protocol_ops *ops = protocol_ops(protocol);

    return ops != NULL ? ops->suites : NULL;
}

const struct legacyssl_suite *legacyssl_suite_find(enum legacyssl_protocol protocol, uint32_t code)
{
    return find(legacyssl_suites(protocol), code);
}
