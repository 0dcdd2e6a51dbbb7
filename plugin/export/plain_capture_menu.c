/* plain_capture_menu.c - Statistics > LegacySSL Decrypted Capture, in Wireshark's window
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "export/plain_capture_menu.h"

#include "export/plain_capture.h"
#include "wireshark/compat.h"

#include <epan/funnel.h>

#include <wsutil/report_message.h>

#define TITLE "LegacySSL Decrypted Capture"

enum field { FILE_NAME, PORT, OTHERS, FIELDS };

/* ---- what the window does for us ------------------------------------------------------------- */

static void retap(void)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();

    window->retap_packets(window->ops_id);
}

static void say(const char *text)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();

    window->set_text(window->new_text_window(window->ops_id, TITLE), text);
}

/* ---- what the user has filled in ------------------------------------------------------------- */

/* As it would be typed behind -z legacyssl,pcap. */
static char *argument_of(char **fields)
{
    GString *argument = g_string_new(",");

    if (fields[PORT][0] != '\0')
        g_string_append_printf(argument, "port=%s,", fields[PORT]);
    if (g_ascii_strcasecmp(fields[OTHERS], "yes") == 0)
        g_string_append(argument, "others,");
    g_string_append(argument, fields[FILE_NAME]);
    return g_string_free(argument, FALSE);
}

static void write_capture(char **fields)
{
    char *argument = argument_of(fields);
    guint conversations = 0;

    if (plain_capture_write(argument, retap, &conversations)) {
        char *text = g_strdup_printf("Decrypted conversations in %s: %u\n", fields[FILE_NAME],
                                     conversations);
        say(conversations > 0 ? text : "No conversation of this capture is decrypted.\n");
        g_free(text);
    }
    g_free(argument);
}

/* The window does not ask before a file is overwritten, which could be the capture that it shows.
 */
static void filled_in(char **fields, void *data _U_)
{
    const char *path = fields[FILE_NAME];

    if (g_path_is_absolute(path) && !g_file_test(path, G_FILE_TEST_EXISTS))
        write_capture(fields);
    else
        report_failure(TITLE ": \"%s\" is not the whole path of a new file", path);
    g_strfreev(fields);
}

static void chosen(void *data _U_)
{
    static const char *names[FIELDS + 1] = {
        [FILE_NAME] = "New file, with its whole path",
        [PORT] = "Servers' port in it (empty: as it is)",
        [OTHERS] = "All other packets, too (yes or no)",
    };
    const funnel_ops_t *window = funnel_get_funnel_ops();
    char *path = g_build_filename(g_get_home_dir(), "decrypted.pcapng", NULL);
    const char *values[FIELDS + 1] = {[FILE_NAME] = path, [PORT] = "", [OTHERS] = "no"};

    window->new_dialog(window->ops_id, TITLE, names, values, filled_in, NULL, NULL);
    g_free(path);
}

/* tshark makes a -z option of every entry: there is one for this already. */
void plain_capture_menu_register(void)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();

    if (window != NULL && window->new_dialog != NULL)
        funnel_register_menu(TITLE, REGISTER_PACKET_STAT_GROUP_UNSORTED, chosen, NULL, g_free,
                             FALSE);
}
