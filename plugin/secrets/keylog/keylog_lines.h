/* keylog_lines.h - what the lines of a key log say, one after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In go pieces of the file, in its order; out come the index of its secrets, and which lines can't
 * be used. Blocks of several lines are put together here. All memory is its own.
 */
#ifndef LEGACYSSL_KEYLOG_LINES_H
#define LEGACYSSL_KEYLOG_LINES_H

#include "secrets/keylog/keylog_index.h"

#include "legacyssl-kdf.h"

#include "system/file.h"

struct keylog_problem {
    guint64 line;
    const char *text;
};

/* Of so many lines that can't be used it is told why. */
#define KEYLOG_MAX_PROBLEMS 20

/* The Session-ID: line of an s_client block whose Master-Key: has not come yet. */
struct keylog_open_block {
    struct keylog_place place;
    gboolean is_open;
    guint64 hash; /* of the session id */
};

/* The BEGIN line of a PEM block whose END line has not come yet. */
struct keylog_open_pem {
    struct keylog_place place;
    gboolean is_open;
    gboolean is_session; /* else a certificate or the like, which is passed over */
    gboolean is_reported; /* as a problem: the file ended in it */
};

struct keylog_lines {
    struct keylog_index table;
    guint64 count;
    gboolean in_long_line;
    struct keylog_open_block block;
    struct keylog_open_pem pem;
    gboolean has_session_of[LEGACYSSL_PROTOCOLS];
    guint partial_sessions; /* how many of the index's sessions stand on an unfinished line */
    struct keylog_problem problems[KEYLOG_MAX_PROBLEMS];
    guint n_problems; /* of all lines */
};

void keylog_lines_init(struct keylog_lines *lines);

/* Forget all lines. */
void keylog_lines_clear(struct keylog_lines *lines);

/* Also their memory; `lines` itself is the caller's. */
void keylog_lines_free(struct keylog_lines *lines);

/* Add the whole lines among `len` characters that stand at `offset` of `file`. Returns how
 * many of them are done with: the others begin a line. */
gsize keylog_lines_add(struct keylog_lines *lines, const struct file *file, const char *text,
                       gsize len, guint64 offset);

/* The end of the file: a last line without a line end, which can be empty. It counts, too, but is
 * not done with: it can be finished later. */
void keylog_lines_add_partial(struct keylog_lines *lines, const struct file *file, const char *text,
                              gsize len, guint64 offset);

/* The file has grown: before what was added as a partial line is added again. */
void keylog_lines_drop_partial(struct keylog_lines *lines);

#endif
