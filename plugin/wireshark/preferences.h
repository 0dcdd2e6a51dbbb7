/* preferences.h - what the user can set
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PREFERENCES_H
#define LEGACYSSL_PREFERENCES_H

#include <glib.h>

void preferences_register(void);

/* The files with secrets, those that go first first: legacyssl.keylog_file,
 * legacyssl.session_file, tls.keylog_file. NULL or "" if one is not set. */
#define PREFERENCES_KEY_FILES 3
const char *preferences_key_file(guint number);

/* A file or a folder with private RSA keys; NULL or "" if it is not set. */
const char *preferences_rsa_keys(void);

/* Our key log, if the built-in does not read the same file by itself; else NULL. */
const char *preferences_keylog_for_builtin(void);

/* Whether SSL 3.0 and TLS 1.0 are ours to decrypt. */
gboolean preferences_ssl3_tls10(void);

/* Whether application data go on to their dissector even when their MAC is wrong. */
gboolean preferences_hand_on_unverified(void);

/* TCP's own: whether it shows sequence numbers from the stream's first byte on. */
gboolean preferences_relative_sequence_numbers(void);

#endif
