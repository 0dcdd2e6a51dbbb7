/* keylog.c - a key log file: an index of where its secrets stand, read on as the file grows
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)
#define TAIL_SIZE 64

struct keylog {
    char *path;
    char *error;
    int fd; /* -1: not open */
    dev_t device;
    ino_t inode;

    struct keylog_lines lines;
    guint64 offset;       /* of the first line not yet indexed */
    guint64 partial_size; /* the file's size when its last, unfinished line was looked at */
    struct timespec modified;
    guint times_forgotten;
    guint64 tail; /* a hash of the last indexed bytes: a file that has others there was rewritten */
};

struct keylog *keylog_new(const char *path)
{
    struct keylog *log = g_new0(struct keylog, 1);

    log->path = g_strdup(path);
    log->fd = -1;
    keylog_lines_init(&log->lines);
    return log;
}

static void forget_file(struct keylog *log)
{
    if (log->fd >= 0)
        close(log->fd);
    log->fd = -1;
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
    const gssize got = pread(log->fd, tail, len, (off_t)(log->offset - len));
    const guint64 hash =
        keylog_index_hash(&log->lines.index, KEYLOG_CLIENT_RANDOM, tail, got > 0 ? (gsize)got : 0);

    legacyssl_wipe(tail, sizeof tail);
    return hash;
}

/* The same file can hold something else by now: shorter, or not continuing what was there, or
 * written anew with the same size. */
static gboolean is_rewritten(const struct keylog *log, const struct stat *st)
{
    const guint64 size = (guint64)st->st_size;

    if (size < log->partial_size)
        return TRUE;
    if (size == log->partial_size)
        return memcmp(&st->st_mtim, &log->modified, sizeof log->modified) != 0;
    return hash_tail(log) != log->tail;
}

/* What is to come of the file will be like what was read. */
static void expect_lines(struct keylog *log)
{
    if (log->offset != 0)
        keylog_index_expect(&log->lines.index,
                            (guint64)((double)log->lines.index.used * (double)log->partial_size /
                                      (double)log->offset));
}

static void read_on(struct keylog *log)
{
    char *buffer = g_malloc(READ_SIZE);
    gssize got;

    keylog_lines_drop_partial(&log->lines);
    while ((got = pread(log->fd, buffer, READ_SIZE, (off_t)log->offset)) > 0) {
        const gsize done = keylog_lines_add(&log->lines, log->fd, buffer, (gsize)got, log->offset);
        log->offset += done;
        expect_lines(log);
        if (done == 0 || got < READ_SIZE) {
            keylog_lines_add_partial(&log->lines, log->fd, buffer + done, (gsize)got - done,
                                     log->offset);
            break;
        }
    }
    legacyssl_wipe(buffer, READ_SIZE);
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

/* Only a regular file can be read again; a FIFO would stop Wireshark until somebody writes. */
static gboolean open_file(struct keylog *log, const struct stat *st)
{
    if (!S_ISREG(st->st_mode)) {
        set_error(log, "it is not a regular file");
        return FALSE;
    }
    log->fd = open(log->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (log->fd < 0) {
        set_error(log, g_strerror(errno));
        return FALSE;
    }
    log->device = st->st_dev;
    log->inode = st->st_ino;
    log->tail = hash_tail(log);
    return TRUE;
}

void keylog_refresh(struct keylog *log)
{
    struct stat st;

    if (stat(log->path, &st) != 0) {
        forget_file(log);
        set_error(log, g_strerror(errno));
        return;
    }
    if (log->fd >= 0 &&
        (st.st_dev != log->device || st.st_ino != log->inode || is_rewritten(log, &st)))
        forget_file(log);
    if (log->fd < 0 && !open_file(log, &st))
        return;
    set_error(log, NULL);
    log->modified = st.st_mtim;
    if ((guint64)st.st_size != log->partial_size) {
        log->partial_size = (guint64)st.st_size;
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

    return keylog_index_find(&log->lines.index,
                             keylog_index_hash(&log->lines.index, kind, key, key_len), &place) &&
           keylog_read_secret(log->fd, place, kind, &line, secret) && line.kind == kind &&
           is_key(&line, key, key_len);
}

guint keylog_session_count(const struct keylog *log)
{
    return log->lines.index.sessions->len;
}

gboolean keylog_session(struct keylog *log, guint index, struct keylog_secret *secret)
{
    struct keylog_line line;

    return index < log->lines.index.sessions->len &&
           keylog_read_secret(log->fd,
                              g_array_index(log->lines.index.sessions, struct keylog_place, index),
                              KEYLOG_SESSION_ID, &line, secret);
}
