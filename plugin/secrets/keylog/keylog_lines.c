/* keylog_lines.c - what the lines of a key log say, one after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog_lines.h"

#include "secrets/keylog/session_file.h"

#include <string.h>

void keylog_lines_init(struct keylog_lines *lines)
{
    memset(lines, 0, sizeof *lines);
    keylog_index_init(&lines->table);
}

void keylog_lines_clear(struct keylog_lines *lines)
{
    struct keylog_index table = lines->table;

    keylog_index_clear(&table);
    memset(lines, 0, sizeof *lines);
    lines->table = table;
}

void keylog_lines_free(struct keylog_lines *lines)
{
    keylog_index_free(&lines->table);
}

static void add_problem_at(struct keylog_lines *lines, guint64 line, const char *text)
{
    if (lines->n_problems < KEYLOG_MAX_PROBLEMS)
        lines->problems[lines->n_problems] = (struct keylog_problem){line, text};
    lines->n_problems++;
}

static void add_problem(struct keylog_lines *lines, const char *text)
{
    add_problem_at(lines, lines->count, text);
}

static void index_block_secret(struct keylog_lines *lines)
{
    if (!lines->block.is_open || lines->count - lines->block.place.line > KEYLOG_BLOCK_LINES)
        add_problem(lines, "a Master-Key: without a Session-ID: before it belongs to no session");
    else
        keylog_index_add_session(&lines->table, lines->block.hash, lines->block.place);
    lines->block.is_open = FALSE;
}

static void open_pem(struct keylog_lines *lines, const char *text, gsize len,
                     struct keylog_place place)
{
    lines->pem = (struct keylog_open_pem){
        .place = place,
        .is_open = TRUE,
        .is_session = g_strstr_len(text, (gssize)len, SESSION_FILE_BEGIN) != NULL,
    };
}

static guint64 hash_field(const struct keylog_lines *lines, enum keylog_kind kind,
                          const struct session_field *key)
{
    return keylog_index_hash(&lines->table, kind, key->data, key->len);
}

static void index_session(struct keylog_lines *lines, const struct file *file)
{
    const struct keylog_place place = lines->pem.place;
    struct session session;
    const char *problem = session_file_read(file, place.offset, &session);

    if (problem != NULL) {
        add_problem_at(lines, place.line, problem);
        return;
    }
    lines->has_session_of[session.protocol] = TRUE;
    keylog_index_add(&lines->table, hash_field(lines, KEYLOG_TICKET, &session.ticket), place);
    keylog_index_add_session(&lines->table,
                             hash_field(lines, KEYLOG_SESSION_ID, &session.session_id), place);
    legacyssl_wipe(&session, sizeof session);
}

static void report_cut_short(struct keylog_lines *lines)
{
    if (lines->pem.is_open && lines->pem.is_session && !lines->pem.is_reported)
        add_problem_at(lines, lines->pem.place.line,
                       "the session block has no END line: it is cut short");
    lines->pem.is_reported = TRUE;
}

static gboolean is_base64(const char *text, gsize len)
{
    for (gsize i = 0; i < len; i++)
        if (!g_ascii_isalnum(text[i]) && strchr("+/=\r\t ", text[i]) == NULL)
            return FALSE;
    return TRUE;
}

/* Whether the line belongs to a PEM block that has begun before it. */
static gboolean is_in_pem(struct keylog_lines *lines, const struct file *file, const char *text,
                          gsize len, enum keylog_verdict verdict)
{
    if (!lines->pem.is_open)
        return FALSE;
    if (verdict == KEYLOG_PEM_END) {
        lines->pem.is_open = FALSE;
        if (lines->pem.is_session)
            index_session(lines, file);
        return TRUE;
    }
    if (is_base64(text, len))
        return TRUE;
    report_cut_short(lines);
    lines->pem.is_open = FALSE;
    return FALSE;
}

static void index_parsed_line(struct keylog_lines *lines, const char *text, gsize len,
                              struct keylog_place place, enum keylog_verdict verdict,
                              const struct keylog_line *line)
{
    switch (verdict) {
    case KEYLOG_SECRET: {
        const guint64 hash = keylog_index_hash(&lines->table, line->kind, line->key, line->key_len);
        if (line->kind == KEYLOG_SESSION_ID)
            keylog_index_add_session(&lines->table, hash, place);
        else
            keylog_index_add(&lines->table, hash, place);
        break;
    }
    case KEYLOG_BLOCK_ID:
        lines->block.is_open = TRUE;
        lines->block.place = place;
        lines->block.hash =
            keylog_index_hash(&lines->table, KEYLOG_SESSION_ID, line->key, line->key_len);
        break;
    case KEYLOG_BLOCK_SECRET:
        index_block_secret(lines);
        break;
    case KEYLOG_PEM_BEGIN:
        open_pem(lines, text, len, place);
        break;
    case KEYLOG_BAD:
        add_problem(lines, line->problem);
        break;
    default:
        break;
    }
}

/* *line is left behind, to be wiped after the last one. */
static void index_line(struct keylog_lines *lines, const struct file *file, const char *text,
                       gsize len, guint64 offset, struct keylog_line *line)
{
    const struct keylog_place place = {offset, lines->count};
    const enum keylog_verdict verdict = keylog_parse_line(text, len, line);

    if (!is_in_pem(lines, file, text, len, verdict))
        index_parsed_line(lines, text, len, place, verdict, line);
}

gsize keylog_lines_add(struct keylog_lines *lines, const struct file *file, const char *text,
                       gsize len, guint64 offset)
{
    struct keylog_line line;
    gsize done = 0;
    const char *end;

    while ((end = memchr(text + done, '\n', len - done)) != NULL) {
        const gsize line_len = (gsize)(end - (text + done));
        lines->count++;
        if (lines->in_long_line)
            add_problem(lines, "the line is too long");
        else
            index_line(lines, file, text + done, line_len, offset + done, &line);
        lines->in_long_line = FALSE;
        done += line_len + 1;
    }
    legacyssl_wipe(&line, sizeof line);
    if (done != 0 || len <= KEYLOG_MAX_LINE)
        return done;
    lines->in_long_line = TRUE; /* no line end in sight */
    return len;
}

static gboolean is_pem_end(const char *text, gsize len)
{
    struct keylog_line line;

    return keylog_parse_line(text, len, &line) == KEYLOG_PEM_END;
}

void keylog_lines_add_partial(struct keylog_lines *lines, const struct file *file, const char *text,
                              gsize len, guint64 offset)
{
    const guint problems = lines->n_problems, sessions = lines->table.sessions->len;
    const struct keylog_open_block block = lines->block;
    const struct keylog_open_pem pem = lines->pem;
    struct keylog_line line;
    gboolean is_end = FALSE;

    if (len != 0 && !lines->in_long_line) {
        lines->count++;
        index_line(lines, file, text, len, offset, &line);
        legacyssl_wipe(&line, sizeof line);
        lines->count--;
        is_end = pem.is_open && !lines->pem.is_open && is_pem_end(text, len);
        if (!is_end)
            lines->n_problems = problems;
        lines->block = block;
        lines->pem = pem;
    }
    if (!is_end)
        report_cut_short(lines);
    lines->partial_sessions = lines->table.sessions->len - sessions;
}

void keylog_lines_drop_partial(struct keylog_lines *lines)
{
    GArray *sessions = lines->table.sessions;

    g_array_set_size(sessions, sessions->len - lines->partial_sessions);
    lines->partial_sessions = 0;
}
