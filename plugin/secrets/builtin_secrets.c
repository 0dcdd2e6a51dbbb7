/* builtin_secrets.c - the secrets that the built-in tls dissector has, and that it exports
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; its structs have other members without. */
#define HAVE_LIBGNUTLS 1

#include "wireshark/compat.h"

#include "secrets/builtin_secrets.h"

#include <epan/dissectors/packet-tls-utils.h>

/* The built-in's table for a kind; NULL if there is none to be had. */
static GHashTable *table_of(enum keylog_kind kind)
{
    switch (kind) {
    case KEYLOG_CLIENT_RANDOM:
        return BUILTIN_CLIENT_RANDOMS;
    case KEYLOG_SESSION_ID:
        return BUILTIN_SESSIONS;
    case KEYLOG_PREMASTER_CLIENT_RANDOM:
        return BUILTIN_PREMASTERS;
    case KEYLOG_PREMASTER_ENCRYPTED:
        return BUILTIN_ENCRYPTED_PREMASTERS;
    default:
        return NULL;
    }
}

gboolean builtin_secret_find(enum keylog_kind kind, struct legacyssl_bytes key,
                             struct legacyssl_bytes *secret)
{
    GHashTable *table = table_of(kind);
    const StringInfo wanted = {(guint8 *)key.data, (guint)key.len};

    if (table == NULL || key.len == 0)
        return FALSE;
    const StringInfo *found = g_hash_table_lookup(table, &wanted);
    if (found == NULL || found->data_len == 0)
        return FALSE;
    *secret = (struct legacyssl_bytes){found->data, found->data_len};
    return TRUE;
}

static StringInfo *string_of(struct legacyssl_bytes bytes)
{
    StringInfo *string = wmem_new(wmem_file_scope(), StringInfo);

    string->data = (guint8 *)bytes.data;
    string->data_len = (guint)bytes.len;
    return string;
}

static void add(GHashTable *table, struct legacyssl_bytes key, struct legacyssl_bytes secret)
{
    const StringInfo wanted = {(guint8 *)key.data, (guint)key.len};

    if (table != NULL && key.len != 0 && secret.len != 0 &&
        g_hash_table_lookup(table, &wanted) == NULL)
        g_hash_table_insert(table, string_of(key), string_of(secret));
}

void builtin_secret_add(struct legacyssl_bytes client_random, struct legacyssl_bytes secret)
{
    GHashTable *used = BUILTIN_USED_CLIENT_RANDOMS;

    if (client_random.len == 0 || secret.len == 0)
        return;
    add(BUILTIN_CLIENT_RANDOMS, client_random, secret);
    if (used != NULL)
        g_hash_table_add(used, string_of(client_random));
}

void builtin_session_add(struct legacyssl_bytes session_id, struct legacyssl_bytes ticket,
                         struct legacyssl_bytes secret)
{
    add(BUILTIN_SESSIONS, session_id, secret);
    add(BUILTIN_TICKETS, ticket, secret);
}
