/* keylog.c - a key log file: an index of where its secrets stand, read on as the file grows
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog.h"

#include "system/file.h"

#include <string.h>

#define READ_SIZE (256 * 1024)
#define TAIL_SIZE 64

struct keylog {
    char *path;
    char *error;
    struct file *file; /* NULL: not open */
    struct file_identity identity;

    struct keylog_lines lines;
    guint64 offset;       /* of the first line not yet indexed */
    guint64 partial_size; /* the file's size when its last, unfinished line was looked at */
    struct file_time modified;
    guint times_forgotten;
    guint64 tail; /* a hash of the last indexed bytes: a file that has others there was rewritten */
};

struct keylog *keylog_new(const char *path)
{
    struct keylog *log = g_new0(struct keylog, 1);

    log->path = g_strdup(path);
    keylog_lines_init(&log->lines);
    return log;
}

static void forget_file(struct keylog *log)
{
    file_close(log->file);
    log->file = NULL;
    log->offset = log->partial_size = 0;
    log->times_forgotten++;
    keylog_lines_clear(&log->lines);
}

void keylog_free(struct keylog *log)
{
    if (log == NULL)
        return;
    forget_file(log);
    keylog_lines_free(&log->lines);
    g_free(log->error);
    g_free(log->path);
    g_free(log);
}

const char *keylog_path(const struct keylog *log)
{
    return log->path;
}

const char *keylog_error(const struct keylog *log)
{
    return log->error;
}

guint keylog_times_forgotten(const struct keylog *log)
{
    return log->times_forgotten;
}

gboolean keylog_has_session_of(const struct keylog *log, enum legacyssl_protocol protocol)
{
    return log->lines.has_session_of[protocol];
}

guint keylog_problems(const struct keylog *log, const struct keylog_problem **problems)
{
    *problems = log->lines.problems;
    return log->lines.n_problems;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Not the bytes themselves: a secret may be among them. */
static guint64 hash_tail(const struct keylog *log)
{
    guint8 tail[TAIL_SIZE];
    const gsize len = MIN(log->offset, TAIL_SIZE);
    const gssize got = file_read(log->file, tail, len, log->offset - len);
    const guint64 hash =
        keylog_index_hash(&log->lines.table, KEYLOG_CLIENT_RANDOM, tail, got > 0 ? (gsize)got : 0);

    legacyssl_wipe(tail, sizeof tail);
    return hash;
}

/* The same file can hold something else by now: shorter, or not continuing what was there, or
 * written anew with the same size. */
static gboolean is_rewritten(const struct keylog *log, const struct file_state *state)
{
    if (state->size < log->partial_size)
        return TRUE;
    if (state->size == log->partial_size)
        return memcmp(&state->modified, &log->modified, sizeof log->modified) != 0;
    return hash_tail(log) != log->tail;
}

/* What is to come of the file will be like what was read. */
static void expect_lines(struct keylog *log)
{
    if (log->offset != 0)
        keylog_index_expect(&log->lines.table,
                            (guint64)((double)log->lines.table.used * (double)log->partial_size /
                                      (double)log->offset));
}

static void read_on(struct keylog *log)
{
    char *buffer = g_malloc(READ_SIZE);
    gsize most = 0; /* bytes that were written to: nearly always few */
    gssize got;

    keylog_lines_drop_partial(&log->lines);
    while ((got = file_read(log->file, buffer, READ_SIZE, log->offset)) > 0) {
        most = MAX(most, (gsize)got);
        const gsize done =
            keylog_lines_add(&log->lines, log->file, buffer, (gsize)got, log->offset);
        log->offset += done;
        expect_lines(log);
        if (done == 0 || got < READ_SIZE) {
            keylog_lines_add_partial(&log->lines, log->file, buffer + done, (gsize)got - done,
                                     log->offset);
            break;
        }
    }
    legacyssl_wipe(buffer, most);
    g_free(buffer);
    log->tail = hash_tail(log);
}

static void set_error(struct keylog *log, const char *text)
{
    if (g_strcmp0(log->error, text) != 0) {
        g_free(log->error);
        log->error = g_strdup(text);
    }
}

static gboolean open_file(struct keylog *log, const struct file_state *state)
{
    const char *error = file_open(log->path, &log->file);

    set_error(log, error);
    if (error != NULL)
        return FALSE;
    log->identity = state->identity;
    log->tail = hash_tail(log);
    return TRUE;
}

static gboolean is_same_file(const struct keylog *log, const struct file_state *state)
{
    return memcmp(&state->identity, &log->identity, sizeof log->identity) == 0;
}

void keylog_refresh(struct keylog *log)
{
    struct file_state state;
    const char *error = file_look(log->path, &state);

    if (error != NULL) {
        forget_file(log);
        set_error(log, error);
        return;
    }
    if (log->file != NULL && (!is_same_file(log, &state) || is_rewritten(log, &state)))
        forget_file(log);
    if (log->file == NULL && !open_file(log, &state))
        return;
    log->modified = state.modified;
    if (state.size != log->partial_size) {
        log->partial_size = state.size;
        read_on(log);
    }
}

/* ---- look-up -------------------------------------------------------------------------------- */

static gboolean is_key(const struct keylog_line *line, const guint8 *key, gsize key_len)
{
    return line->key_len == key_len && memcmp(line->key, key, key_len) == 0;
}

gboolean keylog_find(struct keylog *log, enum keylog_kind kind, const guint8 *key, gsize key_len,
                     struct keylog_secret *secret)
{
    struct keylog_line line;
    struct keylog_place place;

    return keylog_index_find(&log->lines.table,
                             keylog_index_hash(&log->lines.table, kind, key, key_len), &place) &&
           keylog_read_secret(log->file, place, kind, &line, secret) && line.kind == kind &&
           is_key(&line, key, key_len);
}

guint keylog_session_count(const struct keylog *log)
{
    return log->lines.table.sessions->len;
}

gboolean keylog_session(struct keylog *log, guint number, struct keylog_secret *secret)
{
    struct keylog_line line;

    return number < log->lines.table.sessions->len &&
           keylog_read_secret(log->file,
                              g_array_index(log->lines.table.sessions, struct keylog_place, number),
                              KEYLOG_SESSION_ID, &line, secret);
}
