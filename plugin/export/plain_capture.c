/* plain_capture.c - tshark's -z legacyssl,pcap: what was decrypted, as a capture for other tools
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "export/plain_capture.h"

#include "export/capture_file.h"
#include "export/plain_capture_options.h"
#include "export/plain_flow.h"
#include "secrets/security_parameters.h"
#include "show/fields.h"
#include "state/conversation.h"
#include "statistics/plain_tap.h"
#include "statistics/tap_option.h"

#include <epan/epan_dissect.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#include <wsutil/report_message.h>

#define OPTION "legacyssl,pcap"

struct plain_capture {
    struct plain_capture_options options;
    struct capture_file *file; /* NULL: it is closed */
    gboolean has_failed;       /* it can't be opened, or written to its end */
    GHashTable *flows;         /* struct legacyssl_conversation -> struct plain_flow */
    gboolean is_one_pass_reported;
    struct plain_capture **others; /* what listens to all packets; NULL: nothing */
};

/* Opened anew if packets come again after the last one. */
static gboolean is_open(struct plain_capture *capture)
{
    if (capture->file == NULL && !capture->has_failed)
        capture->file = capture_file_open(capture->options.path);
    capture->has_failed = capture->file == NULL;
    return !capture->has_failed;
}

/* ---- conversations of ours ------------------------------------------------------------------- */

static const char *comment_of(const struct plain_event *event, packet_info *pinfo)
{
    const struct security_parameters *parameters = event->parameters;

    return wmem_strdup_printf(
        pinfo->pool,
        "Decrypted by LegacySSL, stream %u: %s, %s, %s, first MAC: %s, secret from: %s",
        event->conversation->stream, legacyssl_protocol_name(parameters->secrets.protocol),
        parameters->secrets.suite->name, parameters->is_resumed ? "resumed" : "full handshake",
        val_to_str_const(event->mac_status, legacyssl_verdicts, ""),
        key_place_text(pinfo->pool, &parameters->key_place));
}

static struct plain_flow *new_flow(const struct plain_capture *capture,
                                   const struct legacyssl_conversation *conversation)
{
    return plain_flow_new(&conversation->client, &conversation->server,
                          (guint16)conversation->client_port,
                          plain_capture_port(&capture->options, (guint16)conversation->server_port),
                          conversation->stream);
}

/* Whether a conversation will be opened is not known while its handshake goes by. */
static void warn_of_one_pass(struct plain_capture *capture)
{
    if (!capture->is_one_pass_reported)
        report_failure("-z " OPTION ",others: what is sent before a conversation is opened is known "
                       "to be not others' in a second pass only, and is copied, too. Add -2");
    capture->is_one_pass_reported = TRUE;
}

static void begin(struct plain_capture *capture, const struct plain_event *event,
                  packet_info *pinfo)
{
    struct plain_flow *flow = new_flow(capture, event->conversation);

    if (flow == NULL)
        return;
    if (capture->options.with_others && event->is_first_visit)
        warn_of_one_pass(capture);
    g_hash_table_insert(capture->flows, (gpointer)event->conversation, flow);
    plain_flow_begin(flow, capture->file, &pinfo->abs_ts, comment_of(event, pinfo));
}

static void write_event(struct plain_capture *capture, const struct plain_event *event,
                        packet_info *pinfo)
{
    struct plain_flow *flow = g_hash_table_lookup(capture->flows, event->conversation);

    if (flow == NULL && event->kind == PLAIN_OPENED)
        begin(capture, event, pinfo);
    if (flow == NULL)
        return;
    switch (event->kind) {
    case PLAIN_OPENED:
        break;
    case PLAIN_DATA:
        plain_flow_data(flow, capture->file, event->side, tvb_get_ptr(event->data, 0, -1),
                        tvb_captured_length(event->data), &pinfo->abs_ts);
        break;
    case PLAIN_GAP:
        plain_flow_gap(flow, event->side, event->missing);
        break;
    case PLAIN_FIN:
        plain_flow_fin(flow, capture->file, event->side, &pinfo->abs_ts);
        break;
    case PLAIN_RST:
        plain_flow_reset(flow, capture->file, event->side, &pinfo->abs_ts);
        break;
    }
}

static tap_packet_status packet_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                     const void *data, tap_flags_t flags _U_)
{
    struct plain_capture *capture = tapdata;
    const wmem_array_t *events = data;

    if (!is_open(capture))
        return TAP_PACKET_DONT_REDRAW;
    for (guint i = 0; i < wmem_array_get_count((wmem_array_t *)events); i++)
        write_event(capture, wmem_array_index((wmem_array_t *)events, i), pinfo);
    return TAP_PACKET_REDRAW;
}

/* ---- the others ------------------------------------------------------------------------------ */

static tap_packet_status frame_seen(void *tapdata, packet_info *pinfo, epan_dissect_t *edt,
                                    const void *data _U_, tap_flags_t flags _U_)
{
    struct plain_capture *capture = *(struct plain_capture **)tapdata;

    if (!is_open(capture))
        return TAP_PACKET_DONT_REDRAW;
    const struct legacyssl_conversation *conversation = legacyssl_conversation_find(pinfo);
    if (conversation == NULL || !conversation->is_opened)
        capture_file_copy(capture->file, pinfo, edt->tvb);
    return TAP_PACKET_DONT_REDRAW;
}

/* ---- from the first packet to the last ------------------------------------------------------- */

static gboolean close_flow(gpointer key _U_, gpointer flow, gpointer capture)
{
    plain_flow_close(flow, ((struct plain_capture *)capture)->file);
    return TRUE;
}

static void close_file(struct plain_capture *capture)
{
    if (capture->file == NULL)
        return;
    g_hash_table_foreach_remove(capture->flows, close_flow, capture);
    capture->has_failed |= !capture_file_close(capture->file);
    capture->file = NULL;
}

/* That was the last packet, or all of them will come again. */
static void reset(void *tapdata)
{
    close_file(tapdata);
}

static void draw(void *tapdata)
{
    const struct plain_capture *capture = tapdata;

    if (capture->file != NULL)
        capture_file_flush(capture->file);
}

static void finish(void *tapdata)
{
    struct plain_capture *capture = tapdata;

    close_file(capture);
    g_hash_table_destroy(capture->flows);
    plain_capture_options_free(&capture->options);
    g_free(capture);
}

static void finish_others(void *tapdata)
{
    g_free(tapdata);
}

static struct plain_capture *new_capture(const char *argument)
{
    struct plain_capture *capture = g_new0(struct plain_capture, 1);

    capture->flows = g_hash_table_new(NULL, NULL);
    if (plain_capture_options_read(argument, &capture->options))
        return capture;
    finish(capture);
    return NULL;
}

static gboolean listen_to(struct plain_capture *capture)
{
    static const struct tap_listener ours = {OPTION, PLAIN_TAP, packet_seen, reset, draw, finish};
    static const struct tap_listener others = {OPTION, "frame", frame_seen,
                                               NULL,   NULL,    finish_others};

    if (!tap_option_listen(&ours, capture, NULL))
        return FALSE;
    if (!capture->options.with_others)
        return TRUE;
    capture->others = g_memdup2(&capture, sizeof capture);
    return tap_option_listen(&others, capture->others, NULL);
}

gboolean plain_capture_write(const char *argument, void (*retap)(void), guint *conversations)
{
    struct plain_capture *capture = new_capture(argument);

    if (capture == NULL || !listen_to(capture))
        return FALSE;
    retap();
    *conversations = g_hash_table_size(capture->flows);
    close_file(capture);
    const gboolean has_failed = capture->has_failed;
    if (capture->others != NULL)
        remove_tap_listener(capture->others);
    remove_tap_listener(capture);
    return !has_failed;
}

/* -z legacyssl,pcap,[port=PORT,][port=PORT:PORT,][others,]FILE */
static STAT_TAP_RESULT init(const char *argument, void *user_data _U_)
{
    struct plain_capture *capture = new_capture(argument + strlen(OPTION));

    if (capture == NULL)
        return STAT_TAP_FAILED;
    if (!is_open(capture)) {
        finish(capture);
        return STAT_TAP_FAILED;
    }
    if (!listen_to(capture))
        return STAT_TAP_FAILED;
    return STAT_TAP_OK;
}

void plain_capture_register(void)
{
    static stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = OPTION,
        .tap_init_cb = init,
    };
    register_stat_tap_ui(&ui, NULL);
}
