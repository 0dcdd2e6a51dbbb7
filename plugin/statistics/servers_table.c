/* servers_table.c - tshark's -z legacyssl,servers: who still speaks what
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/servers_table.h"

#include "secrets/security_parameters.h"
#include "show/keys_tree.h"
#include "state/conversation.h"
#include "statistics/tap_option.h"
#include "statistics/taps.h"

#include <epan/stat_tap_ui.h>

#include <stdio.h>
#include <string.h>

#define OPTION "legacyssl,servers"

static const char head[] = "server\tsessions\tresumed\topened\tprotocols\tcipher_suites\tweak\tclosed";

/* What is counted by name, each a column. */
enum tally { PROTOCOLS, SUITES, WEAK, CLOSED, TALLIES };

struct server {
    guint sessions, resumed, opened;
    GTree *tallies[TALLIES]; /* name -> count */
};

/* ---- counting -------------------------------------------------------------------------------- */

static gint compare(gconstpointer a, gconstpointer b, gpointer unused _U_)
{
    return strcmp(a, b);
}

static struct server *server_new(void)
{
    struct server *server = g_new0(struct server, 1);

    for (guint i = 0; i < TALLIES; i++)
        server->tallies[i] = g_tree_new_full(compare, NULL, g_free, NULL);
    return server;
}

static void server_free(gpointer data)
{
    struct server *server = data;

    for (guint i = 0; i < TALLIES; i++)
        g_tree_destroy(server->tallies[i]);
    g_free(server);
}

static void count(struct server *server, enum tally tally, const char *name)
{
    GTree *names = server->tallies[tally];
    const guint before = GPOINTER_TO_UINT(g_tree_lookup(names, name));

    g_tree_insert(names, g_strdup(name), GUINT_TO_POINTER(before + 1));
}

/* By what the suites' names say: what anybody can break or change today. */
static void count_weaknesses(struct server *server, const char *suite)
{
    static const struct {
        const char *word, *name;
    } weaknesses[] = {
        {"EXPORT", "export"}, {"NULL", "no encryption"}, {"anon", "no authentication"},
        {"_DES_", "single DES"}, {"RC2", "RC2"},         {"RC4", "RC4"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(weaknesses); i++)
        if (strstr(suite, weaknesses[i].word) != NULL)
            count(server, WEAK, weaknesses[i].name);
}

static void count_session(struct server *server, const struct security_parameters *parameters)
{
    const struct legacyssl_suite *suite = parameters->secrets.suite;
    const char *name = suite != NULL && suite->name != NULL ? suite->name : "not known";

    server->sessions++;
    server->resumed += parameters->is_resumed;
    server->opened += parameters->has_keys;
    count(server, PROTOCOLS, legacyssl_protocol_name(parameters->secrets.protocol));
    count(server, SUITES, name);
    count_weaknesses(server, name);
    if (!parameters->has_keys)
        count(server, CLOSED, expert_get_summary(keys_failure_item(parameters->failure)));
}

/* ---- as a tap -------------------------------------------------------------------------------- */

static struct server *server_of(GTree *servers, const struct legacyssl_conversation *conversation)
{
    char *name = tap_option_endpoint(&conversation->server, conversation->server_port);
    struct server *server = g_tree_lookup(servers, name);

    if (server != NULL) {
        g_free(name);
        return server;
    }
    server = server_new();
    g_tree_insert(servers, name, server);
    return server;
}

static tap_packet_status record_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                     const void *data, tap_flags_t flags _U_)
{
    GTree **servers = tapdata;
    const struct record_event *event = data;
    const struct legacyssl_conversation *conversation =
        event->shown_keys != NULL ? legacyssl_conversation_find(pinfo) : NULL;

    if (conversation == NULL)
        return TAP_PACKET_DONT_REDRAW;
    count_session(server_of(*servers, conversation), event->shown_keys);
    return TAP_PACKET_REDRAW;
}

static GTree *no_servers(void)
{
    return g_tree_new_full(compare, NULL, g_free, server_free);
}

static void reset(void *tapdata)
{
    GTree **servers = tapdata;

    g_tree_destroy(*servers);
    *servers = no_servers();
}

static void finish(void *tapdata)
{
    GTree **servers = tapdata;

    g_tree_destroy(*servers);
    g_free(servers);
}

/* ---- the table ------------------------------------------------------------------------------- */

static gboolean append_name(gpointer name, gpointer number, gpointer text)
{
    GString *line = text;

    g_string_append_printf(line, "%s%s (%u)", g_str_has_suffix(line->str, "\t") ? "" : "; ",
                           (const char *)name, GPOINTER_TO_UINT(number));
    return FALSE;
}

static gboolean print_server(gpointer name, gpointer data, gpointer unused _U_)
{
    const struct server *server = data;
    GString *line = g_string_new(name);

    g_string_append_printf(line, "\t%u\t%u\t%u", server->sessions, server->resumed, server->opened);
    for (guint i = 0; i < TALLIES; i++) {
        g_string_append_c(line, '\t');
        g_tree_foreach(server->tallies[i], append_name, line);
    }
    puts(line->str);
    g_string_free(line, TRUE);
    return FALSE;
}

static void draw(void *tapdata)
{
    GTree **servers = tapdata;

    puts(head);
    g_tree_foreach(*servers, print_server, NULL);
}

/* -z legacyssl,servers or -z legacyssl,servers,FILTER */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    static const struct tap_listener listener = {OPTION, RECORDS_TAP, record_seen,
                                                 reset,  draw,        finish};
    GTree **servers = g_new(GTree *, 1);

    *servers = no_servers();
    if (!tap_option_listen(&listener, servers, tap_option_filter(&listener, argument)))
        return STAT_TAP_FAILED;
    return STAT_TAP_OK;
}

void servers_table_register(void)
{
    static stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = OPTION,
        .tap_init_cb = init,
    };
    register_stat_tap_ui(&ui, NULL);
}
