/* key_files.c - the files that the preferences name, as one source of secrets
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/compat.h"

#include "secrets/key_files.h"

#include "wireshark/preferences.h"

#include <epan/to_str.h>

#include <string.h>

/* How many sessions of a file are tried on a connection that names none. */
#define MAX_SESSIONS_TRIED 1000

/* One preference's file. */
struct key_file {
    struct keylog *log; /* NULL: it names none */
    guint problems_reported;
    guint times_forgotten; /* when they were told */
    gchar *error_reported;
};

static struct key_file files[PREFERENCES_KEY_FILES];
static GStringChunk *paths; /* for the lifetime of the capture, each once */

static void close_file(struct key_file *file)
{
    keylog_free(file->log);
    g_free(file->error_reported);
    memset(file, 0, sizeof *file);
}

/* A file that two preferences name is read once. */
static const char *path_of(guint number)
{
    const char *path = preferences_key_file(number);

    for (guint i = 0; i < number; i++)
        if (g_strcmp0(path, preferences_key_file(i)) == 0)
            return "";
    return path != NULL ? path : "";
}

static void refresh(struct key_file *file)
{
    keylog_refresh(file->log);
    if (keylog_times_forgotten(file->log) != file->times_forgotten)
        file->problems_reported = 0;
    file->times_forgotten = keylog_times_forgotten(file->log);
}

void key_files_refresh(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        struct key_file *file = &files[i];
        const char *path = path_of(i);

        if (file->log != NULL && strcmp(keylog_path(file->log), path) != 0)
            close_file(file);
        if (file->log == NULL && path[0] != '\0')
            file->log = keylog_new(path);
        if (file->log != NULL)
            refresh(file);
    }
}

gboolean key_files_are_named(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        if (files[i].log != NULL)
            return TRUE;
    return FALSE;
}

/* ---- problems -------------------------------------------------------------------------------- */

static guint problem_count(const struct keylog *log)
{
    const struct keylog_problem *unused;

    return MIN(keylog_problems(log, &unused), KEYLOG_MAX_PROBLEMS);
}

static gboolean have_problems(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        if (files[i].log != NULL &&
            (files[i].problems_reported < problem_count(files[i].log) ||
             g_strcmp0(keylog_error(files[i].log), files[i].error_reported) != 0))
            return TRUE;
    return FALSE;
}

static void add_text(wmem_array_t *texts, const char *text)
{
    wmem_array_append_one(texts, text);
}

static void take_error(struct key_file *file, wmem_array_t *texts)
{
    const char *error = keylog_error(file->log);

    if (g_strcmp0(error, file->error_reported) == 0)
        return;
    g_free(file->error_reported);
    file->error_reported = g_strdup(error);
    if (error != NULL)
        add_text(texts, wmem_strdup_printf(wmem_file_scope(), "%s can't be read: %s",
                                           keylog_path(file->log), error));
}

static void take_line_problems(struct key_file *file, wmem_array_t *texts)
{
    const struct keylog_problem *problems;
    const guint n = problem_count(file->log);

    keylog_problems(file->log, &problems);
    for (; file->problems_reported < n; file->problems_reported++) {
        const struct keylog_problem *problem = &problems[file->problems_reported];
        add_text(texts, wmem_strdup_printf(wmem_file_scope(),
                                           "%s, line %" G_GUINT64_FORMAT " can't be used: %s",
                                           keylog_path(file->log), problem->line, problem->text));
    }
}

guint key_files_take_problems(const char *const **texts)
{
    if (!have_problems())
        return 0;
    wmem_array_t *array = wmem_array_new(wmem_file_scope(), sizeof **texts);

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        if (files[i].log == NULL)
            continue;
        take_error(&files[i], array);
        take_line_problems(&files[i], array);
    }
    *texts = wmem_array_get_raw(array);
    return wmem_array_get_count(array);
}

/* ---- look-up --------------------------------------------------------------------------------- */

static struct key_place place_of(const struct key_file *file, const struct keylog_secret *secret)
{
    if (paths == NULL)
        paths = g_string_chunk_new(1024);
    return (struct key_place){
        .name = g_string_chunk_insert_const(paths, keylog_path(file->log)),
        .line = secret->line,
        .is_session = secret->is_session,
    };
}

gboolean key_files_find(enum keylog_kind kind, const guint8 *key, gsize key_len,
                        struct keylog_secret *secret, struct key_place *place)
{
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        if (files[i].log != NULL && keylog_find(files[i].log, kind, key, key_len, secret)) {
            *place = place_of(&files[i], secret);
            return TRUE;
        }
    return FALSE;
}

gboolean key_files_session(guint number, struct keylog_secret *secret, struct key_place *place)
{
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        const guint count = files[i].log != NULL ? keylog_session_count(files[i].log) : 0;
        const guint tried = MIN(count, MAX_SESSIONS_TRIED);

        if (number >= tried) {
            number -= tried;
            continue;
        }
        if (!keylog_session(files[i].log, count - 1 - number, secret))
            memset(secret, 0, sizeof *secret);
        *place = place_of(&files[i], secret);
        return TRUE;
    }
    return FALSE;
}

/* ---- what hinders ---------------------------------------------------------------------------- */

static gboolean has_other_sessions(const struct keylog *log, enum legacyssl_protocol protocol)
{
    gboolean has_others = FALSE;

    for (int other = 0; other < LEGACYSSL_PROTOCOLS; other++)
        has_others |= keylog_has_session_of(log, (enum legacyssl_protocol)other);
    return has_others && !keylog_has_session_of(log, protocol);
}

static void explain_sessions(const struct keylog *log, enum legacyssl_protocol protocol,
                             GString *text)
{
    const char *before = ", and its sessions are of ";

    if (!has_other_sessions(log, protocol))
        return;
    for (int other = 0; other < LEGACYSSL_PROTOCOLS; other++)
        if (keylog_has_session_of(log, (enum legacyssl_protocol)other)) {
            g_string_append_printf(text, "%s%s", before,
                                   legacyssl_protocol_name((enum legacyssl_protocol)other));
            before = " and ";
        }
    g_string_append_printf(text, ", this is %s", legacyssl_protocol_name(protocol));
}

/* As key logs and the specification call it. */
static const char *random_name(enum legacyssl_protocol protocol)
{
    return protocol == LEGACYSSL_SSL2 || protocol == LEGACYSSL_PCT1 ? "CHALLENGE" : "client random";
}

static void explain_file(const struct keylog *log, enum legacyssl_protocol protocol,
                         struct legacyssl_bytes client_random, GString *text)
{
    if (keylog_error(log) != NULL) {
        g_string_append_printf(text, "%s can't be read: %s", keylog_path(log), keylog_error(log));
        return;
    }
    g_string_append_printf(text, "%s has none", keylog_path(log));
    if (client_random.len != 0)
        g_string_append_printf(
            text, " for the %s %s", random_name(protocol),
            bytes_to_str(wmem_file_scope(), client_random.data, client_random.len));
    explain_sessions(log, protocol, text);
    g_string_append(text, "; once it has: View > Reload");
}

void key_files_explain(enum legacyssl_protocol protocol, struct legacyssl_bytes client_random,
                       GString *text)
{
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        if (files[i].log == NULL)
            continue;
        explain_file(files[i].log, protocol, client_random, text);
        g_string_append_c(text, '\n');
    }
}

void key_files_cleanup(void)
{
    if (paths != NULL)
        g_string_chunk_free(paths);
    paths = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        close_file(&files[i]);
}
