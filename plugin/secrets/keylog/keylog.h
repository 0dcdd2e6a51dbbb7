/* keylog.h - a key log file: an index of where its secrets stand, read on as the file grows
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Only a hash and a place are kept of each line; the line itself is read again when it is asked
 * for. So a log of a million lines costs 24 MB, and no secret stays in memory that the capture
 * doesn't need.
 */
#ifndef LEGACYSSL_KEYLOG_H
#define LEGACYSSL_KEYLOG_H

#include "secrets/keylog/keylog_lines.h"
#include "secrets/keylog/keylog_secret.h"

struct keylog;

/* The key log at `path`, not read yet. Never NULL. */
struct keylog *keylog_new(const char *path);
void keylog_free(struct keylog *log);

const char *keylog_path(const struct keylog *log);

/* Look at the file: read what was appended since the last time, or all of it if it was replaced. */
void keylog_refresh(struct keylog *log);

/* How often the file was found replaced, rewritten or removed: all there was is forgotten then. */
guint keylog_times_forgotten(const struct keylog *log);

/* Why the file can't be read, or NULL if it can. */
const char *keylog_error(const struct keylog *log);

/* The last secret of the file under `key`. FALSE if there is none. */
gboolean keylog_find(struct keylog *log, enum keylog_kind kind, const guint8 *key, gsize key_len,
                     struct keylog_secret *secret);

/* Every secret that is keyed by a session id, in the order of the file: SSL 2.0 encrypts a new
 * session's id, so only trying tells which one is meant. */
guint keylog_session_count(const struct keylog *log);
gboolean keylog_session(struct keylog *log, guint number, struct keylog_secret *secret);

/* Whether it has whole sessions of this protocol. */
gboolean keylog_has_session_of(const struct keylog *log, enum legacyssl_protocol protocol);

/* Lines that can't be used, in the order of the file: the first KEYLOG_MAX_PROBLEMS of them, and
 * the number of all. */
guint keylog_problems(const struct keylog *log, const struct keylog_problem **problems);

#endif
