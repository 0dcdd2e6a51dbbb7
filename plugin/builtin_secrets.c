/* builtin_secrets.c - the secrets that the built-in tls dissector has
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* Wireshark is built with GnuTLS; its structs have other members without. */
#define HAVE_LIBGNUTLS 1

#include "compat.h"

#include "builtin_secrets.h"

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
