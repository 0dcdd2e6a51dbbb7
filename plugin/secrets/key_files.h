/* key_files.h - the files that the preferences name, as one source of secrets
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each can hold key log lines and whole sessions, in any order: key log and session file differ
 * only in their names. A secret of an earlier file goes before that of a later one.
 */
#ifndef LEGACYSSL_KEY_FILES_H
#define LEGACYSSL_KEY_FILES_H

#include "secrets/key_place.h"
#include "secrets/keylog/keylog.h"

/* Look at the files again: what was appended, replaced or removed, and what the preferences name by
 * now. */
void key_files_refresh(void);

gboolean key_files_are_named(void);

/* What in the files can't be used and was not told yet: `*texts` in file scope. Returns how many.
 */
guint key_files_take_problems(const char *const **texts);

/* The last secret under `key`. FALSE if there is none. */
gboolean key_files_find(enum keylog_kind kind, const guint8 *key, gsize key_len,
                        struct keylog_secret *secret, struct key_place *place);

/* The latest secrets that are keyed by a session id, one after the other: number from 0 until
 * FALSE. A secret that can't be read any more is empty. */
gboolean key_files_session(guint number, struct keylog_secret *secret, struct key_place *place);

/* Appends to `text`, a line for each file, why it does not help a session of `protocol` with this
 * client random. */
void key_files_explain(enum legacyssl_protocol protocol, struct legacyssl_bytes client_random,
                       GString *text);

void key_files_cleanup(void);

#endif
