/* servers_table.c - tshark's -z legacyssl,servers: who still speaks what
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/servers_table.h"

#include "secrets/certificate_text.h"
#include "secrets/security_parameters.h"
#include "show/keys_tree.h"
#include "state/conversation.h"
#include "statistics/tap_option.h"
#include "statistics/taps.h"

#include <epan/stat_tap_ui.h>

#include <stdio.h>
#include <string.h>

#define OPTION "legacyssl,servers"

static const char head[] =
    "server\tsessions\tresumed\topened\tprotocols\tcipher_suites\tweak\tclosed\t"
    "refused\tcertificates\toffered_suites\toffered_weak";

/* What is counted by name, each a column. */
enum tally {
    PROTOCOLS,
    SUITES,
    WEAK,
    CLOSED,
    REFUSED,
    CERTIFICATES,
    OFFERED,
    OFFERED_WEAK,
    TALLIES
};

struct servers {
    GTree *tree;        /* endpoint -> struct server */
    GHashTable *hellos; /* conversations whose hellos are counted */
};

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
static void count_weaknesses(struct server *server, enum tally tally, const char *suite)
{
    static const struct {
        const char *word, *name;
    } weaknesses[] = {
        {"EXPORT", "export"}, {"NULL", "no encryption"}, {"anon", "no authentication"},
        {"_DES_", "single DES"}, {"RC2", "RC2"},         {"RC4", "RC4"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(weaknesses); i++)
        if (strstr(suite, weaknesses[i].word) != NULL)
            count(server, tally, weaknesses[i].name);
}

static void count_offered(struct server *server, const char *suite)
{
    count(server, OFFERED, suite);
    count_weaknesses(server, OFFERED_WEAK, suite);
}

/* Three bytes with a zero first are a suite of SSL 3.0 and TLS in a hello of SSL 2.0's format. */
static void count_code(struct server *server, guint32 code, guint size)
{
    const gboolean is_ssl2 = size > 2 && code > G_MAXUINT16;
    const struct legacyssl_suite *suite =
        legacyssl_suite_find(is_ssl2 ? LEGACYSSL_SSL2 : LEGACYSSL_TLS10, code);
    char number[16];

    snprintf(number, sizeof number, "0x%0*x", is_ssl2 ? 6 : 4, code);
    count_offered(server, suite != NULL ? suite->name : number);
}

static void count_names(struct server *server, const char *names)
{
    char **list = g_strsplit(names, ", ", -1);

    for (guint i = 0; list[i] != NULL; i++)
        count_offered(server, list[i]);
    g_strfreev(list);
}

/* Once for a conversation, however many handshakes it has. */
static void count_hellos(struct server *server, const struct hello_facts *hello)
{
    char *certificate = certificate_text(hello->certificate);

    if (certificate != NULL)
        count(server, CERTIFICATES, certificate);
    g_free(certificate);
    if (hello->names != NULL)
        count_names(server, hello->names);
    for (gsize i = 0; hello->names == NULL && i + hello->suite_size <= hello->suites.len;
         i += hello->suite_size) {
        guint32 code = 0;
        for (gsize byte = 0; byte < hello->suite_size; byte++)
            code = code << 8 | hello->suites.data[i + byte];
        count_code(server, code, hello->suite_size);
    }
}

/* Without what the client offers: that is counted by itself. */
static void count_refused(struct server *server, const char *failure)
{
    const char *offers = strstr(failure, ": the client offers");
    char *text = offers != NULL ? g_strndup(failure, (gsize)(offers - failure)) : g_strdup(failure);
    char *list = strchr(text, '(');

    if (list != NULL && list > text)
        list[-1] = '\0';
    count(server, REFUSED, text);
    g_free(text);
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
    count_weaknesses(server, WEAK, name);
    if (!parameters->has_keys)
        count(server, CLOSED, expert_get_summary(keys_failure_item(parameters->failure)));
}

/* ---- as a tap -------------------------------------------------------------------------------- */

static struct server *named(GTree *servers, char *name)
{
    struct server *server = g_tree_lookup(servers, name);

    if (server != NULL) {
        g_free(name);
        return server;
    }
    server = server_new();
    g_tree_insert(servers, name, server);
    return server;
}

static struct server *server_of(struct servers *servers,
                                const struct legacyssl_conversation *conversation)
{
    struct server *server =
        named(servers->tree, tap_option_endpoint(&conversation->server, conversation->server_port));

    if (g_hash_table_add(servers->hellos, (gpointer)conversation))
        count_hellos(server, &conversation->hello);
    return server;
}

static tap_packet_status record_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                     const void *data, tap_flags_t flags _U_)
{
    const struct record_event *event = data;
    const struct legacyssl_conversation *conversation =
        event->shown_keys != NULL || event->failure != NULL ? legacyssl_conversation_find(pinfo)
                                                            : NULL;

    if (conversation == NULL)
        return TAP_PACKET_DONT_REDRAW;
    struct server *server = server_of(tapdata, conversation);
    if (event->shown_keys != NULL)
        count_session(server, event->shown_keys);
    else
        count_refused(server, event->failure);
    return TAP_PACKET_REDRAW;
}

static GTree *no_servers(void)
{
    return g_tree_new_full(compare, NULL, g_free, server_free);
}

static void reset(void *tapdata)
{
    struct servers *servers = tapdata;

    g_tree_destroy(servers->tree);
    servers->tree = no_servers();
    g_hash_table_remove_all(servers->hellos);
}

static void finish(void *tapdata)
{
    struct servers *servers = tapdata;

    g_tree_destroy(servers->tree);
    g_hash_table_destroy(servers->hellos);
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
    const struct servers *servers = tapdata;

    puts(head);
    g_tree_foreach(servers->tree, print_server, NULL);
}

/* -z legacyssl,servers or -z legacyssl,servers,FILTER */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    static const struct tap_listener listener = {OPTION, RECORDS_TAP, record_seen,
                                                 reset,  draw,        finish};
    struct servers *servers = g_new(struct servers, 1);

    servers->tree = no_servers();
    servers->hellos = g_hash_table_new(NULL, NULL);
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
