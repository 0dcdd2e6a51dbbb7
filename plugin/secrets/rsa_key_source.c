/* rsa_key_source.c - secrets that a client encrypted for the server's RSA key
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; secrets.h declares nothing of this without. */
#define HAVE_LIBGNUTLS 1

#include "wireshark/compat.h"

#include "secrets/rsa_key_source.h"

#include "secrets/certificate_key.h"
#include "secrets/security_parameters.h"
#include "secrets/secret_memory.h"
#include "system/file.h"

#include <epan/secrets.h>
#include <epan/uat-int.h>

#include <gnutls/gnutls.h>

#include <string.h>

#define MAX_CERTIFICATES 20 /* of a chain, whose first one need not be the server's */
#define PKCS11 "pkcs11:"    /* the URI of a token */

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

/* GnuTLS's verdict, 0 if all went well. */
static int decrypt(const cert_key_id_t *id, struct legacyssl_bytes encrypted,
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

/* With the key of the first certificate whose key was entered. */
static int decrypt_for(struct legacyssl_bytes certificates, struct legacyssl_bytes encrypted,
                       struct legacyssl_bytes *secret)
{
    struct legacyssl_bytes certificate;
    cert_key_id_t id;

    for (guint i = 0; i < MAX_CERTIFICATES && certificate_take(&certificates, &certificate); i++) {
        if (!key_id_of(certificate, &id))
            continue;
        const int error = decrypt(&id, encrypted, secret);
        if (error != GNUTLS_E_NO_CERTIFICATE_FOUND)
            return error;
    }
    return GNUTLS_E_NO_CERTIFICATE_FOUND;
}

gboolean rsa_key_source_decrypt(struct legacyssl_bytes certificate,
                                struct legacyssl_bytes encrypted, struct legacyssl_bytes *secret)
{
    return encrypted.len != 0 && encrypted.len <= G_MAXUINT16 &&
           decrypt_for(certificate, encrypted, secret) == 0 && secret->len != 0;
}

gboolean rsa_key_source_has(struct legacyssl_bytes certificate)
{
    const struct legacyssl_bytes nothing = {(const guint8 *)"", 0};
    struct legacyssl_bytes unused;

    return decrypt_for(certificate, nothing, &unused) != GNUTLS_E_NO_CERTIFICATE_FOUND;
}

/* ---- what hinders ---------------------------------------------------------------------------- */

static gchar *unusable; /* which entries can't be used, and why; NULL: not looked at */

static uat_t *entered_keys(void)
{
    return uat_get_table_by_name("RSA Private Keys");
}

gboolean rsa_key_source_is_used(void)
{
    const uat_t *keys = entered_keys();

    return keys != NULL && keys->user_data->len != 0;
}

/* The value of a column, to be freed. */
static gchar *entry_value(const uat_t *keys, guint entry, const char *column)
{
    void *record = keys->user_data->data + keys->record_size * entry;
    char *value = NULL;
    guint len;

    for (uat_field_t *field = keys->fields; field->name != NULL; field++)
        if (strcmp(field->name, column) == 0)
            field->cb.tostr(record, &value, &len, field->cbdata.tostr, field->fld_data);
    return value;
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
static void explain_entry(const uat_t *keys, guint entry, GString *text)
{
    gchar *uri = entry_value(keys, entry, "uri"), *password = entry_value(keys, entry, "password");

    if (uri != NULL && !g_str_has_prefix(uri, PKCS11))
        explain_file(uri, password, text);
    g_free(password);
    g_free(uri);
}

static const char *unusable_entries(const uat_t *keys)
{
    GString *text;

    if (unusable != NULL)
        return unusable;
    text = g_string_new(NULL);
    for (guint i = 0; i < keys->user_data->len; i++)
        explain_entry(keys, i, text);
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
    const uat_t *keys = entered_keys();

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
    g_string_append(text, unusable_entries(keys));
}

void rsa_key_source_cleanup(void)
{
    g_free(unusable);
    unusable = NULL;
}
