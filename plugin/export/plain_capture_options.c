/* plain_capture_options.c - what stands behind -z legacyssl,pcap
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "export/plain_capture_options.h"

#include <wsutil/report_message.h>
#include <wsutil/strtoi.h>

#include <string.h>

#define ANY_PORT 0

/* A server's port becomes another one. */
struct port_change {
    guint16 from, to;
};

/* "80" or "443:80" */
static gboolean read_port(const char *text, GArray *ports)
{
    struct port_change change = {ANY_PORT, 0};
    const char *end = NULL;

    if (!ws_strtou16(text, &end, &change.to))
        return FALSE;
    if (*end == ':') {
        change.from = change.to;
        if (change.from == ANY_PORT || !ws_strtou16(end + 1, &end, &change.to))
            return FALSE;
    }
    if (*end != '\0' || change.to == 0)
        return FALSE;
    g_array_append_val(ports, change);
    return TRUE;
}

static gboolean read_option(const char *text, struct plain_capture_options *options)
{
    if (g_str_has_prefix(text, "port="))
        return read_port(text + strlen("port="), options->ports);
    options->with_others |= strcmp(text, "others") == 0;
    return strcmp(text, "others") == 0;
}

/* Options end where something else begins, which is the file: its name can have commas. */
gboolean plain_capture_options_read(const char *text, struct plain_capture_options *options)
{
    const char *rest = text[0] == ',' ? text + 1 : "";
    gboolean is_option = TRUE;

    options->ports = g_array_new(FALSE, FALSE, sizeof(struct port_change));
    while (is_option && strchr(rest, ',') != NULL) {
        char *word = g_strndup(rest, (gsize)(strchr(rest, ',') - rest));
        is_option = read_option(word, options);
        g_free(word);
        if (is_option)
            rest = strchr(rest, ',') + 1;
    }
    options->path = g_strdup(rest);
    if (rest[0] == '\0' || g_str_has_prefix(rest, "port="))
        report_failure("-z legacyssl,pcap,[port=PORT,][port=PORT:PORT,][others,]FILE: \"%s\" is "
                       "no file, or no port",
                       rest);
    return rest[0] != '\0' && !g_str_has_prefix(rest, "port=");
}

/* What was said of this port goes before what was said of all. */
guint16 plain_capture_port(const struct plain_capture_options *options, guint16 server_port)
{
    guint16 port = server_port;

    for (guint i = 0; i < options->ports->len; i++) {
        const struct port_change *change = &g_array_index(options->ports, struct port_change, i);
        if (change->from == server_port)
            return change->to;
        if (change->from == ANY_PORT)
            port = change->to;
    }
    return port;
}

void plain_capture_options_free(struct plain_capture_options *options)
{
    g_free(options->path);
    if (options->ports != NULL)
        g_array_free(options->ports, TRUE);
}
