/* explain_option.c - tshark's -z legacyssl,explain: how the keys of a handshake were made
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/explain_option.h"

#include "explain/explain_page.h"
#include "explain/explain_text.h"
#include "statistics/tap_option.h"
#include "statistics/taps.h"

#include <epan/stat_tap_ui.h>

#include <wsutil/report_message.h>
#include <wsutil/strtoi.h>

#define OPTION "legacyssl,explain"

struct explain {
    struct explained explained;
    guint seen; /* handshakes with keys, so far */
    char *path; /* of the page; NULL: as text */
};

static void reset(void *tapdata)
{
    struct explain *explain = tapdata;

    explain->explained = (struct explained){.number = explain->explained.number};
    explain->seen = 0;
}

static void finish(void *tapdata)
{
    struct explain *explain = tapdata;

    g_free(explain->path);
    g_free(explain);
}

static void handshake_seen(struct explain *explain, const struct record_event *event,
                           const packet_info *pinfo)
{
    if (++explain->seen != explain->explained.number)
        return;
    explain->explained.conversation = event->conversation;
    explain->explained.parameters = event->shown_keys;
    explain->explained.frame = pinfo->num;
}

static tap_packet_status record_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                     const void *data, tap_flags_t flags _U_)
{
    struct explain *explain = tapdata;
    const struct record_event *event = data;

    if (event->conversation == NULL)
        return TAP_PACKET_DONT_REDRAW;
    if (event->shown_keys != NULL && event->shown_keys->has_keys)
        handshake_seen(explain, event, pinfo);
    if (event->parameters != NULL && event->parameters == explain->explained.parameters)
        explain->explained.is_verified |= event->mac_status == LEGACYSSL_GOOD;
    return TAP_PACKET_REDRAW;
}

static void draw(void *tapdata)
{
    const struct explain *explain = tapdata;
    const struct explained *explained = &explain->explained;

    if (explained->conversation == NULL)
        report_failure("-z " OPTION ",%u: the capture has %u handshakes whose keys are known",
                       explained->number, explain->seen);
    else if (explain->path == NULL)
        explain_text_print(explained);
    else
        explain_page_write(explained, explain->path);
}

/* -z legacyssl,explain,N[,FILE] */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    static const struct tap_listener listener = {OPTION, RECORDS_TAP, record_seen,
                                                 reset,  draw,        finish};
    const char *rest = tap_option_filter(&listener, argument);
    struct explain *explain;
    const char *end;
    guint32 number = 0;

    if (rest == NULL || !ws_strtou32(rest, &end, &number) || number == 0 ||
        (*end != '\0' && *end != ',')) {
        report_failure("-z " OPTION
                       ": it is followed by the number of a handshake, from 1 on: a line "
                       "of -z legacyssl,keys");
        return STAT_TAP_FAILED;
    }
    explain = g_new0(struct explain, 1);
    explain->explained.number = number;
    explain->path = *end == ',' && end[1] != '\0' ? g_strdup(end + 1) : NULL;
    if (!tap_option_listen(&listener, explain, NULL))
        return STAT_TAP_FAILED;
    return STAT_TAP_OK;
}

void explain_option_register(void)
{
    static stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = OPTION,
        .tap_init_cb = init,
    };
    register_stat_tap_ui(&ui, NULL);
}
