/* session_cache.c - the sessions of the capture's earlier connections, for those that resume them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/session_cache.h"

#include "bytes/bytes_hash.h"

static GHashTable *sessions; /* GBytes of protocol and session id -> struct secret */

static GBytes *session_key(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id)
{
    GByteArray *key = g_byte_array_new();
    const guint8 first = (guint8)protocol;

    g_byte_array_append(key, &first, 1);
    g_byte_array_append(key, session_id.data, (guint)session_id.len);
    return g_byte_array_free_to_bytes(key);
}

/* A session that was resumed itself is the one of its first connection. */
void session_cache_add(const struct security_parameters *parameters,
                       struct legacyssl_bytes session_id, guint32 frame)
{
    const struct legacyssl_secrets *secrets = &parameters->secrets;
    struct secret *session;

    if (session_id.len == 0 || !parameters->has_keys)
        return;
    if (sessions == NULL)
        sessions =
            g_hash_table_new_full(bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, g_free);
    session = g_new(struct secret, 1);
    *session = (struct secret){
        .master_secret = secrets->master_secret,
        .clear_key = secrets->clear_key,
        .key_arg = secrets->key_arg,
        .server_certificate = secrets->server_certificate,
        .suite = secrets->suite,
        .place = parameters->key_place,
    };
    if (session->place.frame == 0)
        session->place.frame = frame;
    g_hash_table_insert(sessions, session_key(secrets->protocol, session_id), session);
}

gboolean session_cache_find(enum legacyssl_protocol protocol,
                                    struct legacyssl_bytes session_id, struct secret *secret)
{
    if (sessions == NULL || session_id.len == 0)
        return FALSE;
    GBytes *key = session_key(protocol, session_id);
    const struct secret *known = g_hash_table_lookup(sessions, key);
    g_bytes_unref(key);
    if (known == NULL)
        return FALSE;
    *secret = *known;
    return TRUE;
}

guint32 session_cache_frame(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id)
{
    struct secret session;

    return session_cache_find(protocol, session_id, &session) ? session.place.frame : 0;
}

void session_cache_cleanup(void)
{
    if (sessions != NULL)
        g_hash_table_destroy(sessions);
    sessions = NULL;
}
