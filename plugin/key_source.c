/* key_source.c - the secret for a session, from wherever there is one
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key_source.h"

#include "preferences.h"

#include <epan/to_str.h>

#include <string.h>

/* How many sessions of the key log are tried on a connection that names none. */
#define MAX_SESSIONS_TRIED 1000
#define PADDED_RANDOM 32

static struct keylog *keylog;
static guint problems_told;
static GHashTable *sessions; /* GBytes of protocol and session id -> struct secret */

/* The key log that the preferences name; NULL if they name none. */
static struct keylog *current_keylog(void)
{
    const char *path = preferences_keylog_file();

    if (keylog != NULL && g_strcmp0(keylog_path(keylog), path) != 0) {
        keylog_free(keylog);
        keylog = NULL;
    }
    if (keylog == NULL && path != NULL && path[0] != '\0') {
        keylog = keylog_new(path);
        problems_told = 0;
    }
    return keylog;
}

static void tell_problems(struct connection *connection)
{
    const struct keylog_problem *problems;
    const guint n = MIN(keylog_problems(keylog, &problems), KEYLOG_MAX_PROBLEMS);

    if (n <= problems_told)
        return;
    connection->n_problems = n - problems_told;
    connection->problems = wmem_memdup(wmem_file_scope(), problems + problems_told,
                                       connection->n_problems * sizeof *problems);
    problems_told = n;
}

void key_source_refresh(struct connection *connection)
{
    if (current_keylog() == NULL)
        return;
    keylog_refresh(keylog);
    if (connection != NULL)
        tell_problems(connection);
}

static gboolean found(const struct keylog_secret *line, struct secret *secret)
{
    memset(secret, 0, sizeof *secret);
    secret->master_secret = secret_memdup((struct legacyssl_bytes){line->secret, line->secret_len});
    secret->key_arg = secret_memdup((struct legacyssl_bytes){line->key_arg, line->key_arg_len});
    secret->source = wmem_strdup_printf(wmem_file_scope(), "%s, line %" G_GUINT64_FORMAT,
                                        keylog_path(keylog), line->line);
    secret->origin = wmem_strdup(wmem_file_scope(), keylog_path(keylog));
    return TRUE;
}

static gboolean find(enum keylog_kind kind, const guint8 *key, gsize key_len, struct secret *secret)
{
    struct keylog_secret line;

    return current_keylog() != NULL && keylog_find(keylog, kind, key, key_len, &line) &&
           found(&line, secret);
}

gboolean key_source_client_random(struct legacyssl_bytes client_random, struct secret *secret)
{
    guint8 padded[PADDED_RANDOM] = {0};

    if (client_random.len == 0 || client_random.len > sizeof padded)
        return FALSE;
    memcpy(padded + sizeof padded - client_random.len, client_random.data, client_random.len);
    return find(KEYLOG_CLIENT_RANDOM, client_random.data, client_random.len, secret) ||
           find(KEYLOG_CLIENT_RANDOM, padded, sizeof padded, secret);
}

gboolean key_source_premaster(enum keylog_kind kind, struct legacyssl_bytes key,
                              struct secret *secret)
{
    return key.len != 0 && find(kind, key.data, key.len, secret);
}

gboolean key_source_session_id(struct legacyssl_bytes session_id, struct secret *secret)
{
    return session_id.len != 0 && session_id.len <= KEYLOG_MAX_KEY &&
           find(KEYLOG_SESSION_ID, session_id.data, session_id.len, secret);
}

gboolean key_source_any_session(guint index, struct secret *secret)
{
    struct keylog_secret line;

    if (current_keylog() == NULL || index >= MIN(keylog_session_count(keylog), MAX_SESSIONS_TRIED))
        return FALSE;
    const guint latest = keylog_session_count(keylog) - 1 - index;
    if (!keylog_session(keylog, latest, &line))
        memset(&line, 0, sizeof line); /* the file has changed: a secret that fits nothing */
    return found(&line, secret);
}

static GBytes *session_key(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id)
{
    GByteArray *key = g_byte_array_new();
    const guint8 first = (guint8)protocol;

    g_byte_array_append(key, &first, 1);
    g_byte_array_append(key, session_id.data, (guint)session_id.len);
    return g_byte_array_free_to_bytes(key);
}

void key_source_remember(const struct connection *connection, struct legacyssl_bytes session_id,
                         guint32 frame)
{
    struct secret *secret;

    if (session_id.len == 0 || !connection->has_keys)
        return;
    if (sessions == NULL)
        sessions = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
                                         g_free);
    secret = g_new0(struct secret, 1);
    secret->master_secret = connection->secrets.master_secret;
    secret->clear_key = connection->secrets.clear_key;
    secret->key_arg = connection->secrets.key_arg;
    secret->server_certificate = connection->secrets.server_certificate;
    secret->suite = connection->secrets.suite;
    secret->source =
        wmem_strdup_printf(wmem_file_scope(), "session of the connection in frame %u (%s)", frame,
                           connection->key_source);
    secret->origin = "session of an earlier connection";
    g_hash_table_insert(sessions, session_key(connection->secrets.protocol, session_id), secret);
}

gboolean key_source_earlier_session(enum legacyssl_protocol protocol,
                                    struct legacyssl_bytes session_id, struct secret *secret)
{
    if (sessions == NULL || session_id.len == 0)
        return FALSE;
    GBytes *key = session_key(protocol, session_id);
    const struct secret *known = g_hash_table_lookup(sessions, key);
    g_bytes_unref(key);
    if (known != NULL)
        *secret = *known;
    return known != NULL;
}

const char *key_source_advice(struct legacyssl_bytes client_random)
{
    if (current_keylog() == NULL)
        return "No secret is known for this session: name a key log in the preference "
               "legacyssl.keylog_file";
    if (keylog_error(keylog) != NULL)
        return wmem_strdup_printf(wmem_file_scope(),
                                  "No secret is known for this session: the key log %s can't be "
                                  "read: %s",
                                  keylog_path(keylog), keylog_error(keylog));
    return wmem_strdup_printf(
        wmem_file_scope(),
        "No secret is known for this session: the key log %s has none for the client random %s",
        keylog_path(keylog),
        bytes_to_str(wmem_file_scope(), client_random.data, client_random.len));
}

void key_source_cleanup(void)
{
    keylog_free(keylog);
    keylog = NULL;
    if (sessions != NULL)
        g_hash_table_destroy(sessions);
    sessions = NULL;
}
