/* wireshark_start.c - libwireshark with the plugin in it, inside of a fuzz target
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark_start.h"

#include <epan/prefs.h>
#include <epan/timestamp.h>
#include <wiretap/wtap.h>
#include <wsutil/filesystem.h>
#include <wsutil/privileges.h>
#include <wsutil/wslog.h>

#include <stdlib.h>

void plugin_register(void);

static void set(const char *preference, const char *value)
{
    gchar *text = g_strdup_printf("%s:%s", preference, value != NULL ? value : "");
    char *message = NULL;

    if (prefs_set_pref(text, &message) != PREFS_SET_OK)
        g_error("%s is refused", text);
    g_free(text);
}

/* In place of libwsutil's: Wireshark that root runs takes no folder from the environment. */
gboolean started_with_special_privs(void)
{
    return FALSE;
}

void wireshark_start(const char *program)
{
    /* one block of memory for each allocation, so that a step beside is seen */
    g_setenv("WIRESHARK_DEBUG_WMEM_OVERRIDE", "simple", FALSE);
    g_setenv("G_SLICE", "always-malloc", TRUE);
    /* what it knows of the makers of network cards is read for every file, and never freed: 10 MB */
    g_setenv("WIRESHARK_DATA_DIR", "/nowhere", TRUE);
    ws_log_set_level(LOG_LEVEL_ERROR);
    init_process_policies();
    g_free(configuration_init(program, NULL));
    timestamp_set_type(TS_RELATIVE);
    timestamp_set_precision(TS_PREC_AUTO);
    timestamp_set_seconds_type(TS_SECONDS_DEFAULT);
    wtap_init(FALSE);
    plugin_register();
    if (!epan_init(NULL, NULL, FALSE))
        g_error("libwireshark does not start");
    epan_load_settings();
    set("legacyssl.keylog_file", getenv("LEGACYSSL_FUZZ_KEYLOG"));
    prefs_apply_all();
}

static const nstime_t *time_of_frame(struct packet_provider_data *provider _U_, guint32 frame _U_)
{
    static const nstime_t time = {1000000000, 0};

    return &time;
}

epan_t *wireshark_file_new(void)
{
    static const struct packet_provider_funcs functions = {.get_frame_ts = time_of_frame};

    return epan_new(NULL, &functions);
}
