/* keys_table.c - tshark's -z legacyssl,keys: every handshake's six values, for scripts or as a key
 * log SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/keys_table.h"

#include "state/conversation.h"
#include "statistics/keys_facts.h"
#include "statistics/tap_option.h"
#include "statistics/taps.h"
#include "secrets/key_place.h"
#include "secrets/keylog/write_keys.h"
#include "secrets/security_parameters.h"

#include <epan/stat_tap_ui.h>

#include <stdio.h>
#include <string.h>

#define OPTION "legacyssl,keys"

/* What is printed of each handshake, by the word behind the option; without one its six values. */
enum form { AS_KEYLOG, WITH_FACTS, SIX_VALUES };

static const char *const words[] = {[AS_KEYLOG] = "keylog", [WITH_FACTS] = "facts"};

struct keys_table {
    GArray *rows;
    GHashTable *numbers; /* struct security_parameters -> which row is its */
    enum form form;
};

static const char head[] =
    "stream\tframe\tclient\tserver\tprotocol\tcipher_suite\thandshake\tverified\tkey_source\t"
    "client_write_MAC_secret\tserver_write_MAC_secret\tclient_write_key\tserver_write_key\t"
    "client_write_IV\tserver_write_IV";

/* One handshake's. What it points to lives as long as the file. */
struct row {
    const struct legacyssl_conversation *conversation;
    const struct security_parameters *parameters;
    guint32 frame;
    gboolean is_verified; /* by the MAC of a record */
};

static void reset(void *tapdata)
{
    struct keys_table *table = tapdata;

    g_array_set_size(table->rows, 0);
    g_hash_table_remove_all(table->numbers);
}

static void finish(void *tapdata)
{
    struct keys_table *table = tapdata;

    g_array_free(table->rows, TRUE);
    g_hash_table_destroy(table->numbers);
    g_free(table);
}

static void print_endpoint(const address *host, guint32 port)
{
    char *endpoint = tap_option_endpoint(host, port);

    printf("%s\t", endpoint);
    g_free(endpoint);
}

static void print_key(const struct legacyssl_key *key)
{
    putchar('\t');
    tap_option_print_hex((struct legacyssl_bytes){key->data, key->len});
}

/* The name of a file may have tabs and line ends, which must not become columns and lines. */
static void print_source(const struct key_place *place)
{
    wmem_allocator_t *pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);

    for (const char *c = key_place_text(pool, place); *c != '\0'; c++)
        putchar(g_ascii_iscntrl(*c) ? ' ' : *c);
    wmem_destroy_allocator(pool);
}

static void add_row(struct keys_table *table, const struct record_event *event,
                    const packet_info *pinfo)
{
    const struct row row = {event->conversation, event->shown_keys, pinfo->num, FALSE};

    g_hash_table_insert(table->numbers, (gpointer)event->shown_keys,
                        GUINT_TO_POINTER(table->rows->len));
    g_array_append_val(table->rows, row);
}

static void verify(const struct keys_table *table, const struct security_parameters *parameters)
{
    gpointer number;

    if (g_hash_table_lookup_extended(table->numbers, parameters, NULL, &number))
        g_array_index(table->rows, struct row, GPOINTER_TO_UINT(number)).is_verified = TRUE;
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
        verify(table, event->parameters);
    return TAP_PACKET_REDRAW;
}

static void print_keys(const struct legacyssl_connection_keys *keys)
{
    const struct legacyssl_key *const in_order[] = {
        &keys->client_write_MAC_secret, &keys->server_write_MAC_secret, &keys->client_write_key,
        &keys->server_write_key,        &keys->client_write_IV,         &keys->server_write_IV,
    };

    for (guint i = 0; i < G_N_ELEMENTS(in_order); i++)
        print_key(in_order[i]);
}

static void print_row(const struct row *row, gboolean with_facts)
{
    const struct legacyssl_conversation *conversation = row->conversation;
    const struct security_parameters *parameters = row->parameters;

    printf("%u\t%u\t", conversation->stream, row->frame);
    print_endpoint(&conversation->client, conversation->client_port);
    print_endpoint(&conversation->server, conversation->server_port);
    printf("%s\t%s\t%s\t%s\t", legacyssl_protocol_name(parameters->secrets.protocol),
           parameters->secrets.suite->name, parameters->is_resumed ? "resumed" : "full",
           row->is_verified ? "yes" : "no");
    print_source(&parameters->key_place);
    print_keys(&parameters->keys);
    if (with_facts)
        keys_facts_print(parameters);
    putchar('\n');
}

/* Wrong keys are of no use to anybody. */
static void print_keylog_line(const struct row *row)
{
    char line[WRITE_KEYS_MAX_LINE];

    if (!row->is_verified)
        return;
    write_keys_print(&row->parameters->secrets, &row->parameters->keys, line);
    fputs(line, stdout);
    legacyssl_wipe(line, sizeof line);
}

static void draw(void *tapdata)
{
    const struct keys_table *table = tapdata;

    if (table->form != AS_KEYLOG)
        printf("%s%s\n", head, table->form == WITH_FACTS ? KEYS_FACTS_HEAD : "");
    for (guint i = 0; i < table->rows->len; i++) {
        const struct row *row = &g_array_index(table->rows, struct row, i);
        if (table->form == AS_KEYLOG)
            print_keylog_line(row);
        else
            print_row(row, table->form == WITH_FACTS);
    }
}

/* Takes `word` off the front of *filter. */
static gboolean take_word(const char **filter, const char *word)
{
    if (*filter == NULL || !g_str_has_prefix(*filter, word))
        return FALSE;
    const char *rest = *filter + strlen(word);
    if (*rest != '\0' && *rest != ',')
        return FALSE;
    *filter = *rest == ',' ? rest + 1 : NULL;
    return TRUE;
}

static enum form take_form(const char **filter)
{
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (take_word(filter, words[i]))
            return (enum form)i;
    return SIX_VALUES;
}

/* -z legacyssl,keys[,keylog|,facts][,FILTER] */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    static const struct tap_listener listener = {OPTION, RECORDS_TAP, record_seen,
                                                 reset,  draw,        finish};
    struct keys_table *table = g_new(struct keys_table, 1);
    const char *filter = tap_option_filter(&listener, argument);

    table->rows = g_array_new(FALSE, FALSE, sizeof(struct row));
    table->numbers = g_hash_table_new(g_direct_hash, g_direct_equal);
    table->form = take_form(&filter);
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
