/* keylog.c - a key log file: an index of where its secrets stand, read on as the file grows
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keylog.h"

#include "keylog_index.h"
#include "session_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)
#define MAX_LINE 4096
#define TAIL_SIZE 64

/* Within so many lines an s_client block has its Master-Key: after its Session-ID: */
#define BLOCK_LINES 12

/* The Session-ID: line of an s_client block whose Master-Key: has not come yet. */
struct open_block {
    struct keylog_place place;
    gboolean is_open;
    guint64 hash; /* of the session id */
};

/* The BEGIN line of a PEM block whose END line has not come yet. */
struct open_pem {
    struct keylog_place place;
    gboolean is_open;
    gboolean is_session; /* else a certificate or the like, which is passed over */
    gboolean is_told;    /* as a problem: the file ended in it */
};

struct keylog {
    char *path;
    char *error;
    int fd; /* -1: not open */
    dev_t device;
    ino_t inode;

    guint64 offset;       /* of the first line not yet indexed */
    guint64 line;         /* how many are indexed */
    guint64 partial_size; /* the file's size when its last, unfinished line was looked at */
    struct timespec modified;
    guint times_forgotten;
    guint64 tail; /* a hash of the last indexed bytes: a file that has others there was rewritten */
    gboolean in_long_line;

    struct keylog_index index;
    struct open_block block;
    struct open_pem pem;
    gboolean has_session_of[LEGACYSSL_PROTOCOLS];
    GArray *sessions;     /* struct place: every secret that is keyed by a session id */
    guint whole_sessions; /* how many of them stand on finished lines */
    struct keylog_problem problems[KEYLOG_MAX_PROBLEMS];
    guint n_problems;
};

struct keylog *keylog_new(const char *path)
{
    struct keylog *log = g_new0(struct keylog, 1);

    log->path = g_strdup(path);
    log->fd = -1;
    keylog_index_init(&log->index);
    return log;
}

static void forget_file(struct keylog *log)
{
    if (log->fd >= 0)
        close(log->fd);
    log->fd = -1;
    log->offset = log->line = log->partial_size = 0;
    log->times_forgotten++;
    log->in_long_line = FALSE;
    log->block.is_open = FALSE;
    log->pem.is_open = FALSE;
    memset(log->has_session_of, 0, sizeof log->has_session_of);
    log->whole_sessions = 0;
    keylog_index_clear(&log->index);
    log->n_problems = 0;
}

void keylog_free(struct keylog *log)
{
    if (log == NULL)
        return;
    forget_file(log);
    keylog_index_free(&log->index);
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
    return log->has_session_of[protocol];
}

guint keylog_problems(const struct keylog *log, const struct keylog_problem **problems)
{
    *problems = log->problems;
    return log->n_problems;
}

/* ---- reading -------------------------------------------------------------------------------- */

static void add_problem_at(struct keylog *log, guint64 line, const char *text)
{
    if (log->n_problems < KEYLOG_MAX_PROBLEMS)
        log->problems[log->n_problems] = (struct keylog_problem){line, text};
    log->n_problems++;
}

static void add_problem(struct keylog *log, const char *text)
{
    add_problem_at(log, log->line, text);
}

static void index_block_secret(struct keylog *log)
{
    if (!log->block.is_open || log->line - log->block.place.line > BLOCK_LINES)
        add_problem(log, "a Master-Key: without a Session-ID: before it belongs to no session");
    else
        keylog_index_add_session(&log->index, log->block.hash, log->block.place);
    log->block.is_open = FALSE;
}

/* The session whose BEGIN line stands at `place`. NULL, or what is wrong with it. */
static const char *read_session(const struct keylog *log, struct keylog_place place,
                                struct session *session)
{
    char *text = g_malloc(SESSION_FILE_MAX);
    const gssize got = pread(log->fd, text, SESSION_FILE_MAX, (off_t)place.offset);
    const char *problem = session_file_parse(text, got > 0 ? (gsize)got : 0, session);

    explicit_bzero(text, SESSION_FILE_MAX);
    g_free(text);
    return problem;
}

static void open_pem(struct keylog *log, const char *text, gsize len, struct keylog_place place)
{
    log->pem = (struct open_pem){
        .place = place,
        .is_open = TRUE,
        .is_session = g_strstr_len(text, (gssize)len, SESSION_FILE_BEGIN) != NULL,
    };
}

static guint64 hash_field(const struct keylog *log, enum keylog_kind kind,
                          const struct session_field *key)
{
    return keylog_index_hash(&log->index, kind, key->data, key->len);
}

static void index_session(struct keylog *log)
{
    const struct keylog_place place = log->pem.place;
    struct session session;
    const char *problem = read_session(log, place, &session);

    if (problem != NULL) {
        add_problem_at(log, place.line, problem);
        return;
    }
    log->has_session_of[session.protocol] = TRUE;
    keylog_index_add(&log->index, hash_field(log, KEYLOG_TICKET, &session.ticket), place);
    keylog_index_add_session(&log->index, hash_field(log, KEYLOG_SESSION_ID, &session.session_id),
                             place);
    explicit_bzero(&session, sizeof session);
}

static void tell_cut_short(struct keylog *log)
{
    if (log->pem.is_open && log->pem.is_session && !log->pem.is_told)
        add_problem_at(log, log->pem.place.line,
                       "the session block has no END line: it is cut short");
    log->pem.is_told = TRUE;
}

static gboolean is_base64(const char *text, gsize len)
{
    for (gsize i = 0; i < len; i++)
        if (!g_ascii_isalnum(text[i]) && strchr("+/=\r\t ", text[i]) == NULL)
            return FALSE;
    return TRUE;
}

/* Whether the line belongs to a PEM block that has begun before it. */
static gboolean is_in_pem(struct keylog *log, const char *text, gsize len,
                          enum keylog_verdict verdict)
{
    if (!log->pem.is_open)
        return FALSE;
    if (verdict == KEYLOG_PEM_END) {
        log->pem.is_open = FALSE;
        if (log->pem.is_session)
            index_session(log);
        return TRUE;
    }
    if (is_base64(text, len))
        return TRUE;
    tell_cut_short(log);
    log->pem.is_open = FALSE;
    return FALSE;
}

static void index_parsed_line(struct keylog *log, const char *text, gsize len,
                              struct keylog_place place, enum keylog_verdict verdict,
                              const struct keylog_line *line)
{
    switch (verdict) {
    case KEYLOG_SECRET: {
        const guint64 hash = keylog_index_hash(&log->index, line->kind, line->key, line->key_len);
        if (line->kind == KEYLOG_SESSION_ID)
            keylog_index_add_session(&log->index, hash, place);
        else
            keylog_index_add(&log->index, hash, place);
        break;
    }
    case KEYLOG_BLOCK_ID:
        log->block.is_open = TRUE;
        log->block.place = place;
        log->block.hash =
            keylog_index_hash(&log->index, KEYLOG_SESSION_ID, line->key, line->key_len);
        break;
    case KEYLOG_BLOCK_SECRET:
        index_block_secret(log);
        break;
    case KEYLOG_PEM_BEGIN:
        open_pem(log, text, len, place);
        break;
    case KEYLOG_BAD:
        add_problem(log, line->problem);
        break;
    default:
        break;
    }
}

/* *line is left behind, to be wiped after the last one. */
static void index_line(struct keylog *log, const char *text, gsize len, guint64 offset,
                       struct keylog_line *line)
{
    const struct keylog_place place = {offset, log->line};
    const enum keylog_verdict verdict = keylog_parse_line(text, len, line);

    if (!is_in_pem(log, text, len, verdict))
        index_parsed_line(log, text, len, place, verdict, line);
}

/* Index the whole lines of a buffer; returns how many bytes they are. */
static gsize index_lines(struct keylog *log, const char *buffer, gsize len)
{
    struct keylog_line line;
    gsize done = 0;
    const char *end;

    while ((end = memchr(buffer + done, '\n', len - done)) != NULL) {
        const gsize line_len = (gsize)(end - (buffer + done));
        log->line++;
        if (log->in_long_line)
            add_problem(log, "the line is too long");
        else
            index_line(log, buffer + done, line_len, log->offset + done, &line);
        log->in_long_line = FALSE;
        done += line_len + 1;
    }
    explicit_bzero(&line, sizeof line);
    return done;
}

static gboolean is_pem_end(const char *text, gsize len)
{
    struct keylog_line line;

    return keylog_parse_line(text, len, &line) == KEYLOG_PEM_END;
}

/* A last line without a line end counts, too, but stays to be read again when it is finished. */
static void index_partial_line(struct keylog *log, const char *buffer, gsize len)
{
    const guint problems = log->n_problems;
    const struct open_block block = log->block;
    const struct open_pem pem = log->pem;
    struct keylog_line line;
    gboolean is_end = FALSE;

    if (len != 0 && !log->in_long_line) {
        log->line++;
        index_line(log, buffer, len, log->offset, &line);
        explicit_bzero(&line, sizeof line);
        log->line--;
        is_end = pem.is_open && !log->pem.is_open && is_pem_end(buffer, len);
        if (!is_end)
            log->n_problems = problems;
        log->block = block;
        log->pem = pem;
    }
    if (!is_end)
        tell_cut_short(log);
}

/* Not the bytes themselves: a secret may be among them. */
static guint64 hash_tail(const struct keylog *log)
{
    guint8 tail[TAIL_SIZE];
    const gsize len = MIN(log->offset, TAIL_SIZE);
    const gssize got = pread(log->fd, tail, len, (off_t)(log->offset - len));
    const guint64 hash =
        keylog_index_hash(&log->index, KEYLOG_CLIENT_RANDOM, tail, got > 0 ? (gsize)got : 0);

    explicit_bzero(tail, sizeof tail);
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
        keylog_index_expect(
            &log->index,
            (guint64)((double)log->index.used * (double)log->partial_size / (double)log->offset));
}

static void read_on(struct keylog *log)
{
    char *buffer = g_malloc(READ_SIZE);
    gssize got;

    g_array_set_size(log->index.sessions, log->whole_sessions);
    while ((got = pread(log->fd, buffer, READ_SIZE, (off_t)log->offset)) > 0) {
        gsize done = index_lines(log, buffer, (gsize)got);
        if (done == 0 && got > MAX_LINE) { /* no line end in sight */
            log->in_long_line = TRUE;
            done = (gsize)got;
        }
        log->offset += done;
        expect_lines(log);
        log->whole_sessions = log->index.sessions->len;
        if (done == 0 || got < READ_SIZE) {
            index_partial_line(log, buffer + done, (gsize)got - done);
            break;
        }
    }
    explicit_bzero(buffer, READ_SIZE);
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

static void copy_secret(struct keylog_secret *secret, const struct keylog_line *line)
{
    memcpy(secret->secret, line->secret, line->secret_len);
    secret->secret_len = line->secret_len;
}

static void copy_key_arg(struct keylog_secret *secret, const struct keylog_line *line)
{
    memcpy(secret->key_arg, line->secret, line->secret_len);
    secret->key_arg_len = line->secret_len;
}

static gboolean is_key(const struct keylog_line *line, const guint8 *key, gsize key_len)
{
    return line->key_len == key_len && memcmp(line->key, key, key_len) == 0;
}

/* The s_client block whose Session-ID: line begins at `text`. */
static void read_block(const char *text, const char *end, struct keylog_secret *secret)
{
    struct keylog_line line;

    for (guint n = 0; n < BLOCK_LINES && text < end; n++) {
        const char *eol = memchr(text, '\n', (gsize)(end - text));
        const gsize len = (gsize)((eol != NULL ? eol : end) - text);
        const enum keylog_verdict verdict = keylog_parse_line(text, len, &line);

        if (verdict == KEYLOG_BLOCK_SECRET && secret->secret_len == 0)
            copy_secret(secret, &line);
        else if (verdict == KEYLOG_BLOCK_KEY_ARG)
            copy_key_arg(secret, &line);
        else if (n != 0 && verdict == KEYLOG_BLOCK_ID)
            break;
        text += len + 1;
    }
    explicit_bzero(&line, sizeof line);
}

/* The whole session at `place`, as if it were a line with a secret keyed by `kind`. */
static gboolean read_whole_session(const struct keylog *log, struct keylog_place place,
                                   enum keylog_kind kind, struct keylog_line *line,
                                   struct keylog_secret *secret)
{
    struct session session;

    if (read_session(log, place, &session) != NULL)
        return FALSE;
    const struct session_field *key = kind == KEYLOG_TICKET ? &session.ticket : &session.session_id;
    line->kind = kind;
    line->key_len = key->len;
    memcpy(line->key, key->data, key->len);
    secret->is_session = TRUE;
    secret->protocol = session.protocol;
    secret->cipher_suite = session.cipher_suite;
    secret->secret_len = session.master_key.len;
    memcpy(secret->secret, session.master_key.data, session.master_key.len);
    secret->key_arg_len = MIN(session.key_arg.len, sizeof secret->key_arg);
    memcpy(secret->key_arg, session.key_arg.data, secret->key_arg_len);
    explicit_bzero(&session, sizeof session);
    return TRUE;
}

/* Read the secret whose line, or whose block's first line, stands at `place`; *line gets its kind
 * and key. A whole session has several keys: it gets the one of `kind`. */
static gboolean take_secret(const struct keylog *log, struct keylog_place place,
                            enum keylog_kind kind, const char *text, gsize got,
                            struct keylog_line *line, struct keylog_secret *secret)
{
    const char *eol = memchr(text, '\n', got);
    const gsize len = eol != NULL ? (gsize)(eol - text) : got;

    switch (keylog_parse_line(text, len, line)) {
    case KEYLOG_SECRET:
        copy_secret(secret, line);
        break;
    case KEYLOG_BLOCK_ID:
        line->kind = KEYLOG_SESSION_ID;
        read_block(text, text + got, secret);
        break;
    case KEYLOG_PEM_BEGIN:
        return read_whole_session(log, place, kind, line, secret);
    default:
        break;
    }
    return secret->secret_len != 0;
}

static gboolean read_secret(const struct keylog *log, struct keylog_place place,
                            enum keylog_kind kind, struct keylog_line *line,
                            struct keylog_secret *secret)
{
    char text[MAX_LINE];
    const gssize got = pread(log->fd, text, sizeof text, (off_t)place.offset);

    memset(secret, 0, sizeof *secret);
    secret->line = place.line;
    const gboolean has_secret =
        got > 0 && take_secret(log, place, kind, text, (gsize)got, line, secret);
    explicit_bzero(text, sizeof text);
    explicit_bzero(line->secret, sizeof line->secret);
    return has_secret;
}

gboolean keylog_find(struct keylog *log, enum keylog_kind kind, const guint8 *key, gsize key_len,
                     struct keylog_secret *secret)
{
    struct keylog_line line;
    struct keylog_place place;

    return keylog_index_find(&log->index, keylog_index_hash(&log->index, kind, key, key_len),
                             &place) &&
           read_secret(log, place, kind, &line, secret) && line.kind == kind &&
           is_key(&line, key, key_len);
}

guint keylog_session_count(const struct keylog *log)
{
    return log->index.sessions->len;
}

gboolean keylog_session(struct keylog *log, guint index, struct keylog_secret *secret)
{
    struct keylog_line line;

    return index < log->index.sessions->len &&
           read_secret(log, g_array_index(log->index.sessions, struct keylog_place, index),
                       KEYLOG_SESSION_ID, &line, secret);
}
