/* rsa_key_file.c - the private RSA keys in a file
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/rsa_key_file.h"

#include <gnutls/pkcs12.h>

#include <string.h>

#define BEGIN "-----BEGIN "
#define END "-----END "
#define ENCRYPTED "ENCRYPTED " /* PKCS #8 that needs a password */
#define PRIVATE_KEY "PRIVATE KEY-----"
#define MAX_LABEL 40

/* ---- PEM ------------------------------------------------------------------------------------- */

/* Where `word` stands in `text`; NULL: nowhere. */
static const guint8 *find(struct legacyssl_bytes text, const char *word)
{
    const gsize len = strlen(word);

    while (text.len >= len) {
        const guint8 *start = memchr(text.data, word[0], text.len - len + 1);
        if (start == NULL || memcmp(start, word, len) == 0)
            return start;
        text.len -= (gsize)(start + 1 - text.data);
        text.data = start + 1;
    }
    return NULL;
}

static gboolean holds(struct legacyssl_bytes text, const char *word)
{
    return find(text, word) != NULL;
}

static struct legacyssl_bytes from(struct legacyssl_bytes text, const guint8 *start)
{
    return (struct legacyssl_bytes){start, text.len - (gsize)(start - text.data)};
}

/* Take the block at the front of *rest, from its BEGIN to the next one's, off it. */
static gboolean take_block(struct legacyssl_bytes *rest, struct legacyssl_bytes *block)
{
    const guint8 *start = find(*rest, BEGIN);

    if (start == NULL)
        return FALSE;
    *block = from(*rest, start);
    const guint8 *next = find(from(*block, start + strlen(BEGIN)), BEGIN);
    if (next != NULL)
        block->len = (gsize)(next - start);
    *rest = from(*rest, start + block->len);
    return TRUE;
}

static gboolean is_private_key(struct legacyssl_bytes block)
{
    const struct legacyssl_bytes label = {block.data, MIN(block.len, MAX_LABEL)};

    return holds(label, PRIVATE_KEY) && !holds(label, ENCRYPTED) && holds(block, END);
}

static gnutls_datum_t datum(struct legacyssl_bytes bytes)
{
    return (gnutls_datum_t){(unsigned char *)bytes.data, (unsigned int)bytes.len};
}

/* Of another kind than RSA, it is nobody's. */
static void tell(gnutls_x509_privkey_t key, rsa_key_function found, void *data)
{
    if (gnutls_x509_privkey_get_pk_algorithm(key) == GNUTLS_PK_RSA)
        found(key, data);
    else
        gnutls_x509_privkey_deinit(key);
}

static void read_pem(struct legacyssl_bytes content, rsa_key_function found, void *data)
{
    struct legacyssl_bytes block;
    gnutls_x509_privkey_t key;

    while (take_block(&content, &block)) {
        const gnutls_datum_t pem = datum(block);
        if (!is_private_key(block) || gnutls_x509_privkey_init(&key) != 0)
            continue;
        if (gnutls_x509_privkey_import(key, &pem, GNUTLS_X509_FMT_PEM) == 0)
            tell(key, found, data);
        else
            gnutls_x509_privkey_deinit(key);
    }
}

/* ---- PKCS #12 -------------------------------------------------------------------------------- */

static void read_pkcs12(struct legacyssl_bytes content, const char *password,
                        rsa_key_function found, void *data)
{
    const gnutls_datum_t bytes = datum(content);
    const gnutls_x509_crt_fmt_t format =
        holds(content, BEGIN) ? GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER;
    gnutls_pkcs12_t store;
    gnutls_x509_privkey_t key = NULL;

    if (gnutls_pkcs12_init(&store) != 0)
        return;
    if (gnutls_pkcs12_import(store, &bytes, format, 0) == 0 &&
        gnutls_pkcs12_simple_parse(store, password, &key, NULL, NULL, NULL, NULL, NULL, 0) == 0 &&
        key != NULL)
        tell(key, found, data);
    gnutls_pkcs12_deinit(store);
}

void rsa_key_file_read(struct legacyssl_bytes content, const char *password, rsa_key_function found,
                       void *data)
{
    if (password != NULL && password[0] != '\0')
        read_pkcs12(content, password, found, data);
    else
        read_pem(content, found, data);
}
