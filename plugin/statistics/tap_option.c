/* tap_option.c - what tshark's -z options have in common
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/tap_option.h"

#include <epan/to_str.h>

#include <wsutil/report_message.h>

#include <stdio.h>
#include <string.h>

const char *tap_option_filter(const struct tap_listener *listener, const char *argument)
{
    const gsize len = strlen(listener->option);

    return strlen(argument) > len ? argument + len + strlen(",") : NULL;
}

gboolean tap_option_listen(const struct tap_listener *listener, void *tapdata, const char *filter)
{
    GString *error = register_tap_listener(listener->tap, tapdata, filter, 0, listener->reset,
                                           listener->seen, listener->draw, listener->finish);

    if (error == NULL)
        return TRUE;
    report_failure("-z %s: %s", listener->option, error->str);
    g_string_free(error, TRUE);
    return FALSE;
}

char *tap_option_endpoint(const address *host, guint32 port)
{
    char *name = address_to_str(NULL, host);
    char *endpoint = g_strdup_printf(host->type == AT_IPv6 ? "[%s]:%u" : "%s:%u", name, port);

    wmem_free(NULL, name);
    return endpoint;
}

void tap_option_print_hex(struct legacyssl_bytes bytes)
{
    for (gsize i = 0; i < bytes.len; i++)
        printf("%02x", bytes.data[i]);
}
