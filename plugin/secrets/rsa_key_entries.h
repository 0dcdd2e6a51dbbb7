/* rsa_key_entries.h - what the user has entered as private RSA keys
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In Wireshark's own preferences (RSA Keys), in the old table of the TLS preferences, and in ours.
 */
#ifndef LEGACYSSL_RSA_KEY_ENTRIES_H
#define LEGACYSSL_RSA_KEY_ENTRIES_H

#include <glib.h>

struct rsa_key_entry {
    gchar *path; /* of a file or a folder; or the URI of a PKCS #11 token */
    gchar *password;
    gboolean is_token;
    gboolean is_known_to_secrets; /* Wireshark itself keeps the first key of the file for whoever asks */
};

/* The entry of this number, from 0 until FALSE; to be cleared. */
gboolean rsa_key_entry_get(guint number, struct rsa_key_entry *entry);

void rsa_key_entry_clear(struct rsa_key_entry *entry);

#endif
