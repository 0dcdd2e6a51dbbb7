/* keylog_export.c - tshark's -z legacyssl,keylog: a key log of all four protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "export/keylog_export.h"

#include "secrets/keylog/keylog_line.h"
#include "secrets/security_parameters.h"
#include "statistics/tap_option.h"
#include "statistics/taps.h"
#include "system/file.h"

#include <epan/stat_tap_ui.h>

#include <wsutil/report_message.h>

#define OPTION "legacyssl,keylog"

struct keylog_export {
    char *path;
    struct file *file;   /* NULL: it could not be written */
    GHashTable *written; /* set of struct security_parameters */
};

static void fail(struct keylog_export *log, const char *error)
{
    report_failure("-z " OPTION ": \"%s\" can't be written: %s", log->path, error);
    file_close(log->file);
    log->file = NULL;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static const char *label_of(enum legacyssl_protocol protocol)
{
    static const char *const labels[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = "SSL2_MASTER_KEY",
        [LEGACYSSL_PCT1] = "PCT1_MASTER_KEY",
        [LEGACYSSL_SSL3] = "CLIENT_RANDOM",
        [LEGACYSSL_TLS10] = "CLIENT_RANDOM",
    };
    return labels[protocol];
}

/* A client random and a secret of 48 bytes at most: the line has room for both. */
static gsize print_secret(const struct legacyssl_secrets *secrets, char *line)
{
    return keylog_print_line(label_of(secrets->protocol), secrets->client_random,
                             secrets->master_secret, line);
}

/* The only copy of the line is wiped: there is no stream with a buffer of its own. */
static void write_line(struct keylog_export *log, const struct security_parameters *parameters)
{
    char line[WRITE_KEYS_MAX_LINE];
    const gsize len = parameters->write_keys != NULL
                          ? write_keys_print(&parameters->secrets, &parameters->keys, line)
                          : print_secret(&parameters->secrets, line);
    const char *error = file_append(log->file, line, len);

    if (error != NULL)
        fail(log, error);
    legacyssl_wipe(line, sizeof line);
}

/* ---- as a tap -------------------------------------------------------------------------------- */

/* A message inside of an encrypted record can be the proof where the MAC can't: behind a gap. */
static gboolean is_proof(const struct record_event *event)
{
    return event->parameters != NULL && event->parameters->has_keys &&
           (event->mac_status == LEGACYSSL_GOOD || event->verify_status == LEGACYSSL_GOOD);
}

static tap_packet_status record_seen(void *tapdata, packet_info *pinfo _U_,
                                     epan_dissect_t *edt _U_, const void *data,
                                     tap_flags_t flags _U_)
{
    struct keylog_export *log = tapdata;
    const struct record_event *event = data;

    if (log->file != NULL && is_proof(event) &&
        g_hash_table_add(log->written, (gpointer)event->parameters))
        write_line(log, event->parameters);
    return TAP_PACKET_DONT_REDRAW;
}

/* Another file may have other security parameters at the same place. */
static void reset(void *tapdata)
{
    g_hash_table_remove_all(((struct keylog_export *)tapdata)->written);
}

static void finish(void *tapdata)
{
    struct keylog_export *log = tapdata;

    file_close(log->file);
    g_hash_table_destroy(log->written);
    g_free(log->path);
    g_free(log);
}

static struct keylog_export *open_log(const char *path)
{
    struct keylog_export *log = g_new0(struct keylog_export, 1);

    log->path = g_strdup(path);
    log->written = g_hash_table_new(NULL, NULL);
    const char *error = file_create(path, &log->file);
    if (error == NULL)
        return log;
    fail(log, error);
    finish(log);
    return NULL;
}

/* -z legacyssl,keylog,FILE */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    static const struct tap_listener listener = {OPTION, RECORDS_TAP, record_seen,
                                                 reset,  NULL,        finish};
    const char *path = argument + strlen(OPTION);
    struct keylog_export *log = open_log(path[0] == ',' ? path + 1 : path);

    if (log == NULL || !tap_option_listen(&listener, log, NULL))
        return STAT_TAP_FAILED;
    return STAT_TAP_OK;
}

void keylog_export_register(void)
{
    static stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = OPTION,
        .tap_init_cb = init,
    };
    register_stat_tap_ui(&ui, NULL);
}
