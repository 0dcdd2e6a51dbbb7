/* rsa_key_source.c - secrets that a client encrypted for the server's RSA key
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; secrets.h declares nothing of this without. */
#define HAVE_LIBGNUTLS 1

#include "wireshark/compat.h"

#include "secrets/rsa_key_source.h"

#include "secrets/certificate_key.h"
#include "secrets/rsa_key_entries.h"
#include "secrets/rsa_key_store.h"
#include "secrets/security_parameters.h"
#include "secrets/secret_memory.h"
#include "system/file.h"

#include <epan/secrets.h>

#include <gnutls/gnutls.h>

#define MAX_CERTIFICATES 20 /* of a chain, whose first one need not be the server's */
#define SERVERS_KEY "RSA key of the server"

/* ---- opening --------------------------------------------------------------------------------- */

/* Wireshark's name for a key: the SHA-1 of SubjectPublicKeyInfo. */
static gboolean key_id_of(struct legacyssl_bytes certificate, cert_key_id_t *id)
{
    struct legacyssl_bytes key;
    gsize len = sizeof id->key_id;

    if (!certificate_public_key(certificate, &key))
        return FALSE;
    GChecksum *sha1 = g_checksum_new(G_CHECKSUM_SHA1);
    g_checksum_update(sha1, key.data, (gssize)key.len);
    g_checksum_get_digest(sha1, id->key_id, &len);
    g_checksum_free(sha1);
    return TRUE;
}

/* With the key that Wireshark keeps itself; GnuTLS's verdict, 0 if all went well. */
static int decrypt_by_wireshark(const cert_key_id_t *id, struct legacyssl_bytes encrypted,
                                struct legacyssl_bytes *secret)
{
    guint8 *plaintext = NULL;
    int len = 0;
    const int error = secrets_rsa_decrypt(id, encrypted.data, (int)encrypted.len, &plaintext, &len);

    if (error != 0)
        return error;
    *secret = secret_memdup((struct legacyssl_bytes){plaintext, (gsize)len});
    legacyssl_wipe(plaintext, (gsize)len);
    g_free(plaintext);
    return 0;
}

/* A key that was entered, and what it makes of what is encrypted for it. */
struct entered_key {
    const struct rsa_key *key;     /* NULL: Wireshark has it, and has decrypted: */
    int error;                     /* GnuTLS's verdict ... */
    struct legacyssl_bytes secret; /* ... and if that is 0, what came of it */
};

/* Of the first certificate whose key was entered. To ask Wireshark for a key is to decrypt with it,
 * which takes its time: once is enough. */
static gboolean find_key(struct legacyssl_bytes certificates, struct legacyssl_bytes encrypted,
                         struct entered_key *found)
{
    struct legacyssl_bytes certificate;
    cert_key_id_t id;

    for (guint i = 0; i < MAX_CERTIFICATES && certificate_take(&certificates, &certificate); i++) {
        found->key = NULL;
        if (!key_id_of(certificate, &id))
            continue;
        found->error = decrypt_by_wireshark(&id, encrypted, &found->secret);
        if (found->error != GNUTLS_E_NO_CERTIFICATE_FOUND)
            return TRUE;
        found->key = rsa_key_store_find(id.key_id);
        if (found->key != NULL)
            return TRUE;
    }
    return FALSE;
}

gboolean rsa_key_source_decrypt(struct legacyssl_bytes certificate,
                                struct legacyssl_bytes encrypted, struct legacyssl_bytes *secret,
                                const char **name)
{
    struct entered_key entered;

    if (encrypted.len == 0 || encrypted.len > G_MAXUINT16 ||
        !find_key(certificate, encrypted, &entered))
        return FALSE;
    if (entered.key == NULL) {
        *name = SERVERS_KEY " (Preferences, RSA Keys)";
        *secret = entered.secret;
        return entered.error == 0 && secret->len != 0;
    }
    *name = wmem_strdup_printf(wmem_file_scope(), SERVERS_KEY " (%s)", rsa_key_path(entered.key));
    return rsa_key_decrypt(entered.key, encrypted, secret);
}

gboolean rsa_key_source_has(struct legacyssl_bytes certificate)
{
    const struct legacyssl_bytes nothing = {(const guint8 *)"", 0};
    struct entered_key unused;

    return find_key(certificate, nothing, &unused);
}

/* ---- what hinders ---------------------------------------------------------------------------- */

static gchar *unusable; /* which entries can't be used, and why; NULL: not looked at */

gboolean rsa_key_source_is_used(void)
{
    struct rsa_key_entry first;
    const gboolean is_used = rsa_key_entry_get(0, &first);

    if (is_used)
        rsa_key_entry_clear(&first);
    return is_used;
}

/* GnuTLS has few words for a key file that needs a password, and for one that must have none. */
static void explain_file(const char *path, const char *password, GString *text)
{
    gchar *error = NULL;
    struct file *file;
    const char *unreadable = file_open(path, &file);

    file_close(file);
    if (unreadable != NULL)
        g_string_append_printf(text, "RSA key file %s can't be read: %s\n", path, unreadable);
    else if (!secrets_verify_key(path, password, NULL, &error) && error != NULL)
        g_string_append_printf(text,
                               "%s (a PEM file must not be encrypted, a PKCS #12 file needs "
                               "its password)\n",
                               g_strdelimit(error, "\n", ' '));
    g_free(error);
}

/* Tokens are left alone: they count wrong PINs, and lock. */
static void explain_entry(const struct rsa_key_entry *entry, GString *text)
{
    if (entry->is_known_to_secrets && !entry->is_token &&
        !g_file_test(entry->path, G_FILE_TEST_IS_DIR))
        explain_file(entry->path, entry->password, text);
}

static const char *unusable_entries(void)
{
    struct rsa_key_entry entry;
    GString *text;

    if (unusable != NULL)
        return unusable;
    text = g_string_new(NULL);
    for (guint i = 0; rsa_key_entry_get(i, &entry); i++) {
        explain_entry(&entry, text);
        rsa_key_entry_clear(&entry);
    }
    rsa_key_store_explain(text);
    unusable = g_string_free(text, FALSE);
    return unusable;
}

static void append_key_id(struct legacyssl_bytes certificates, GString *text)
{
    struct legacyssl_bytes certificate;
    cert_key_id_t id;

    if (!certificate_take(&certificates, &certificate) || !key_id_of(certificate, &id))
        return;
    g_string_append(text, " (SHA-1 of its public key: ");
    for (gsize i = 0; i < sizeof id.key_id; i++)
        g_string_append_printf(text, "%02x", id.key_id[i]);
    g_string_append(text, ")");
}

void rsa_key_source_explain(struct legacyssl_bytes certificate, struct legacyssl_bytes encrypted,
                            GString *text)
{
    if (encrypted.len == 0) {
        g_string_append(text, "the server's RSA key can't help: what the client encrypted for it is "
                              "not in the capture\n");
        return;
    }
    if (!rsa_key_source_is_used()) {
        g_string_append(text, "the server's RSA key opens it, too: enter it in Preferences, RSA Keys, "
                              "then View > Reload\n");
        return;
    }
    if (certificate.len == 0) {
        g_string_append(text, "the capture does not have the server's certificate, which names its "
                              "RSA key\n");
    } else if (rsa_key_source_has(certificate)) {
        g_string_append(text, "the server's RSA key does not open what the client encrypted\n");
    } else {
        g_string_append(text, "no RSA key that was entered is the server's");
        append_key_id(certificate, text);
        g_string_append(text, "; once it is entered: View > Reload\n");
    }
    g_string_append(text, unusable_entries());
}

void rsa_key_source_cleanup(void)
{
    g_free(unusable);
    unusable = NULL;
    rsa_key_store_forget();
}
