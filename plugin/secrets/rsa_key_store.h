/* rsa_key_store.h - all private RSA keys of the files and folders that were entered
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark itself keeps one key of a file of RSA Keys and looks into no folder. Here are all of
 * them, so that the collection of many devices' keys is one entry. They are read when the first of
 * them is asked for, and forgotten when the capture is closed.
 */
#ifndef LEGACYSSL_RSA_KEY_STORE_H
#define LEGACYSSL_RSA_KEY_STORE_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* What names a key: the SHA-1 of its SubjectPublicKeyInfo. */
#define RSA_KEY_ID_SIZE 20

struct rsa_key;

/* The key of this name; NULL if none was entered. */
const struct rsa_key *rsa_key_store_find(const guint8 id[RSA_KEY_ID_SIZE]);

/* The file that has it; valid until rsa_key_store_forget. */
const char *rsa_key_path(const struct rsa_key *key);

/* What was encrypted with PKCS #1 block type 2, opened: bytes that are wiped when the file is closed.
 * FALSE if the key does not open it. */
gboolean rsa_key_decrypt(const struct rsa_key *key, struct legacyssl_bytes encrypted,
                         struct legacyssl_bytes *secret);

/* Appends to `text`, a line each, which of the entries that Wireshark's own secrets know nothing of
 * have no key that can be used. */
void rsa_key_store_explain(GString *text);

void rsa_key_store_forget(void);

#endif
