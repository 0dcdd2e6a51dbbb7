/* rsa_key_store.c - all private RSA keys of the files and folders that were entered
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/rsa_key_store.h"

#include "secrets/rsa_key_entries.h"
#include "secrets/rsa_key_file.h"
#include "secrets/secret_memory.h"
#include "system/file.h"

#include <gnutls/abstract.h>

#include <string.h>

/* Bounds on what a path may make us do, however the folders below it are linked. */
#define MAX_DEPTH 8
#define MAX_FILES 100000
#define MAX_FILE_SIZE (16 << 20)
#define MAX_BYTES (256 << 20)

struct rsa_key {
    guint8 id[RSA_KEY_ID_SIZE];
    gnutls_privkey_t key;
    const char *path;
};

static GHashTable *keys;    /* by id; NULL: not read yet */
static GStringChunk *paths; /* of files with keys */
static GString *problems;

/* What reading one entry has come to. */
struct visit {
    const char *password;
    const char *path; /* of the file that is read now */
    guint files, found;
    gsize bytes;
    const char *error; /* the first one; NULL: none */
};

/* ---- a key ----------------------------------------------------------------------------------- */

static guint id_hash(gconstpointer id)
{
    guint hash;

    memcpy(&hash, id, sizeof hash);
    return hash;
}

static gboolean id_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, RSA_KEY_ID_SIZE) == 0;
}

static void key_free(gpointer data)
{
    struct rsa_key *key = data;

    gnutls_privkey_deinit(key->key);
    g_free(key);
}

/* The file's key goes over to `key`, or is freed. */
static gboolean take(gnutls_x509_privkey_t of_file, struct rsa_key *key)
{
    gsize len = sizeof key->id;

    if (gnutls_x509_privkey_get_key_id(of_file, GNUTLS_KEYID_USE_SHA1, key->id, &len) == 0 &&
        gnutls_privkey_init(&key->key) == 0) {
        if (gnutls_privkey_import_x509(key->key, of_file, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE) == 0)
            return TRUE;
        gnutls_privkey_deinit(key->key);
    }
    gnutls_x509_privkey_deinit(of_file);
    return FALSE;
}

static void key_found(gnutls_x509_privkey_t of_file, void *data)
{
    struct visit *visit = data;
    struct rsa_key *key = g_new0(struct rsa_key, 1);

    if (!take(of_file, key)) {
        g_free(key);
        return;
    }
    visit->found++;
    key->path = g_string_chunk_insert_const(paths, visit->path);
    g_hash_table_replace(keys, key->id, key);
}

/* ---- files and folders ----------------------------------------------------------------------- */

static const char *read_content(const char *path, guint8 *content, gsize len)
{
    struct file *file;
    const char *error = file_open(path, &file);

    if (error != NULL)
        return error;
    if (file_read(file, content, len, 0) != (gssize)len)
        error = "it has changed";
    file_close(file);
    return error;
}

static const char *read_file(struct visit *visit, const char *path)
{
    struct file_state state;
    const char *error = file_look(path, &state);

    if (error != NULL)
        return error;
    if (state.size > MAX_FILE_SIZE || visit->bytes + state.size > MAX_BYTES)
        return "it is too large for keys";
    const gsize len = (gsize)state.size;
    guint8 *content = g_malloc(len + 1);
    error = read_content(path, content, len);
    visit->path = path;
    visit->bytes += len;
    if (error == NULL)
        rsa_key_file_read((struct legacyssl_bytes){content, len}, visit->password, key_found, visit);
    legacyssl_wipe(content, len);
    g_free(content);
    return error;
}

static void read_path(struct visit *visit, const char *path, guint depth);

static void read_folder(struct visit *visit, GDir *folder, const char *path, guint depth)
{
    const char *name;

    while (visit->files < MAX_FILES && (name = g_dir_read_name(folder)) != NULL) {
        gchar *inside = g_build_filename(path, name, NULL);
        read_path(visit, inside, depth + 1);
        g_free(inside);
    }
}

static void read_path(struct visit *visit, const char *path, guint depth)
{
    GDir *folder = depth < MAX_DEPTH ? g_dir_open(path, 0, NULL) : NULL;
    const char *error = NULL;

    visit->files++;
    if (folder != NULL) {
        read_folder(visit, folder, path, depth);
        g_dir_close(folder);
    } else {
        error = read_file(visit, path);
    }
    if (visit->error == NULL)
        visit->error = error;
}

static void read_entry(const struct rsa_key_entry *entry)
{
    struct visit visit = {.password = entry->password};

    if (entry->is_token)
        return;
    read_path(&visit, entry->path, 0);
    if (visit.found != 0)
        return;
    if (entry->is_known_to_secrets && visit.files == 1) /* Wireshark has its own words for it */
        return;
    g_string_append_printf(problems, "%s has no private RSA key that can be used%s%s\n",
                           entry->path, visit.error != NULL ? ": " : "",
                           visit.error != NULL ? visit.error : "");
}

static void read_all(void)
{
    struct rsa_key_entry entry;

    keys = g_hash_table_new_full(id_hash, id_equal, NULL, key_free);
    paths = g_string_chunk_new(1024);
    problems = g_string_new(NULL);
    for (guint i = 0; rsa_key_entry_get(i, &entry); i++) {
        read_entry(&entry);
        rsa_key_entry_clear(&entry);
    }
}

/* ---- what is asked --------------------------------------------------------------------------- */

const struct rsa_key *rsa_key_store_find(const guint8 id[RSA_KEY_ID_SIZE])
{
    if (keys == NULL)
        read_all();
    return g_hash_table_lookup(keys, id);
}

const char *rsa_key_path(const struct rsa_key *key)
{
    return key->path;
}

gboolean rsa_key_decrypt(const struct rsa_key *key, struct legacyssl_bytes encrypted,
                         struct legacyssl_bytes *secret)
{
    const gnutls_datum_t ciphertext = {(unsigned char *)encrypted.data,
                                       (unsigned int)encrypted.len};
    gnutls_datum_t plaintext = {NULL, 0};

    if (gnutls_privkey_decrypt_data(key->key, 0, &ciphertext, &plaintext) != 0)
        return FALSE;
    *secret = secret_memdup((struct legacyssl_bytes){plaintext.data, plaintext.size});
    legacyssl_wipe(plaintext.data, plaintext.size);
    gnutls_free(plaintext.data);
    return secret->len != 0;
}

void rsa_key_store_explain(GString *text)
{
    if (keys == NULL)
        read_all();
    g_string_append(text, problems->str);
}

void rsa_key_store_forget(void)
{
    if (keys == NULL)
        return;
    g_hash_table_destroy(keys);
    g_string_chunk_free(paths);
    g_string_free(problems, TRUE);
    keys = NULL;
}
