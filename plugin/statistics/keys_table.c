/* keys_table.c - tshark's -z legacyssl,keys: every handshake's six values, for scripts or as a key
 * log SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/keys_table.h"

#include "state/conversation.h"
#include "statistics/tap_option.h"
#include "statistics/taps.h"
#include "secrets/key_place.h"
#include "secrets/keylog/write_keys.h"
#include "secrets/security_parameters.h"

#include <epan/stat_tap_ui.h>

#include <stdio.h>
#include <string.h>

#define OPTION "legacyssl,keys"
#define AS_KEYLOG "keylog"

struct keys_table {
    GArray *rows;
    gboolean is_keylog;
};

static const char head[] =
    "stream\tframe\tclient\tserver\tprotocol\tcipher_suite\thandshake\tverified\tkey_source\t"
    "client_write_MAC_secret\tserver_write_MAC_secret\tclient_write_key\tserver_write_key\t"
    "client_write_IV\tserver_write_IV";

/* One handshake's. */
struct row {
    const struct security_parameters *parameters; /* to know its records by */
    char *place, *keys; /* what stands before and behind "verified"; no place: a key log's line */
    gboolean is_verified;                         /* by the MAC of a record */
};

static void free_row(gpointer data)
{
    struct row *row = data;

    g_free(row->place);
    g_free(row->keys);
}

static void reset(void *tapdata)
{
    g_array_set_size(((struct keys_table *)tapdata)->rows, 0);
}

static void finish(void *tapdata)
{
    g_array_free(((struct keys_table *)tapdata)->rows, TRUE);
    g_free(tapdata);
}

static void append_endpoint(GString *text, const address *host, guint32 port)
{
    char *endpoint = tap_option_endpoint(host, port);

    g_string_append_printf(text, "%s\t", endpoint);
    g_free(endpoint);
}

static char *place(const struct record_event *event, const packet_info *pinfo)
{
    const struct legacyssl_conversation *conversation = event->conversation;
    const struct security_parameters *parameters = event->shown_keys;
    GString *text = g_string_new(NULL);

    g_string_printf(text, "%u\t%u\t", conversation->stream, pinfo->num);
    append_endpoint(text, &conversation->client, conversation->client_port);
    append_endpoint(text, &conversation->server, conversation->server_port);
    g_string_append_printf(
        text, "%s\t%s\t%s", legacyssl_protocol_name(parameters->secrets.protocol),
        parameters->secrets.suite->name, parameters->is_resumed ? "resumed" : "full");
    return g_string_free(text, FALSE);
}

static void append_key(GString *text, const struct legacyssl_key *key)
{
    g_string_append_c(text, '\t');
    for (guint i = 0; i < key->len; i++)
        g_string_append_printf(text, "%02x", key->data[i]);
}

/* The name of a file may have tabs and line ends, which must not become columns and lines. */
static char *clean(const char *text)
{
    char *copy = g_strdup(text);

    for (char *c = copy; *c != '\0'; c++)
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    return copy;
}

static char *keys(wmem_allocator_t *pool, const struct security_parameters *parameters)
{
    const struct legacyssl_connection_keys *values = &parameters->keys;
    const struct legacyssl_key *const in_order[] = {
        &values->client_write_MAC_secret, &values->server_write_MAC_secret,
        &values->client_write_key,        &values->server_write_key,
        &values->client_write_IV,         &values->server_write_IV,
    };
    char *source = clean(key_place_text(pool, &parameters->key_place));
    GString *text = g_string_new(source);

    g_free(source);
    for (guint i = 0; i < G_N_ELEMENTS(in_order); i++)
        append_key(text, in_order[i]);
    return g_string_free(text, FALSE);
}

static char *keylog_line(const struct security_parameters *parameters)
{
    char line[WRITE_KEYS_MAX_LINE];
    char *copy = g_strndup(line, write_keys_print(&parameters->secrets, &parameters->keys, line));

    legacyssl_wipe(line, sizeof line);
    return copy;
}

static void add_row(struct keys_table *table, const struct record_event *event,
                    const packet_info *pinfo)
{
    struct row row = {.parameters = event->shown_keys};

    if (table->is_keylog) {
        row.keys = keylog_line(event->shown_keys);
    } else {
        row.place = place(event, pinfo);
        row.keys = keys(pinfo->pool, event->shown_keys);
    }
    g_array_append_val(table->rows, row);
}

/* Its row is most likely among the last. */
static void verify(GArray *rows, const struct security_parameters *parameters)
{
    for (guint i = rows->len; i-- > 0;) {
        struct row *row = &g_array_index(rows, struct row, i);
        if (row->parameters == parameters) {
            row->is_verified = TRUE;
            return;
        }
    }
}

static tap_packet_status record_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                     const void *data, tap_flags_t flags _U_)
{
    const struct record_event *event = data;
    struct keys_table *table = tapdata;

    if (event->conversation == NULL)
        return TAP_PACKET_DONT_REDRAW;
    if (event->shown_keys != NULL && event->shown_keys->has_keys)
        add_row(table, event, pinfo);
    if (event->parameters != NULL && event->mac_status == LEGACYSSL_GOOD)
        verify(table->rows, event->parameters);
    return TAP_PACKET_REDRAW;
}

static void draw_row(const struct row *row)
{
    printf("%s\t%s\t%s\n", row->place, row->is_verified ? "yes" : "no", row->keys);
}

/* Wrong keys are of no use to anybody. */
static void draw_keylog_line(const struct row *row)
{
    if (row->is_verified)
        fputs(row->keys, stdout);
}

static void draw(void *tapdata)
{
    const struct keys_table *table = tapdata;

    if (!table->is_keylog)
        puts(head);
    for (guint i = 0; i < table->rows->len; i++) {
        const struct row *row = &g_array_index(table->rows, struct row, i);
        if (table->is_keylog)
            draw_keylog_line(row);
        else
            draw_row(row);
    }
}

/* Takes the word "keylog" off the front of *filter. */
static gboolean take_keylog(const char **filter)
{
    if (*filter == NULL || !g_str_has_prefix(*filter, AS_KEYLOG))
        return FALSE;
    const char *rest = *filter + strlen(AS_KEYLOG);
    if (*rest != '\0' && *rest != ',')
        return FALSE;
    *filter = *rest == ',' ? rest + 1 : NULL;
    return TRUE;
}

/* -z legacyssl,keys[,keylog][,FILTER] */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    static const struct tap_listener listener = {OPTION, RECORDS_TAP, record_seen,
                                                 reset,  draw,        finish};
    struct keys_table *table = g_new(struct keys_table, 1);
    const char *filter = tap_option_filter(&listener, argument);

    table->rows = g_array_new(FALSE, FALSE, sizeof(struct row));
    g_array_set_clear_func(table->rows, free_row);
    table->is_keylog = take_keylog(&filter);
    if (!tap_option_listen(&listener, table, filter))
        return STAT_TAP_FAILED;
    return STAT_TAP_OK;
}

void keys_table_register(void)
{
    static stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = OPTION,
        .tap_init_cb = init,
    };
    register_stat_tap_ui(&ui, NULL);
}
