/* taps.c - what Follow and the statistics get to know of each record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/taps.h"

#include <epan/tap.h>

static int records_tap, data_tap;

void taps_register(void)
{
    records_tap = register_tap(RECORDS_TAP);
    data_tap = register_tap(DATA_TAP);
}

static void queue(const struct record_event *event, packet_info *pinfo)
{
    tap_queue_packet(records_tap, pinfo, wmem_memdup(pinfo->pool, event, sizeof *event));
}

/* Notes move when another one is added: listeners get a copy. */
void taps_record(const struct legacyssl_conversation *conversation, const struct record_note *note,
                 packet_info *pinfo)
{
    const struct record_event event = {
        .conversation = conversation,
        .shown_keys = record_note_rare(note)->shown_keys,
        .parameters = note->parameters,
        .error = note->error,
        .mac_status = note->mac_status,
        .verify_status = note->verify_status,
        .is_cut_short = note->is_cut_short,
    };

    if (have_tap_listener(records_tap))
        queue(&event, pinfo);
}

void taps_closed_session(const struct security_parameters *parameters, packet_info *pinfo)
{
    const struct record_event event = {.shown_keys = parameters};

    if (have_tap_listener(records_tap))
        queue(&event, pinfo);
}

void taps_attack(const char *attack, packet_info *pinfo)
{
    const struct record_event event = {.attack = attack};

    if (have_tap_listener(records_tap))
        queue(&event, pinfo);
}

void taps_failure(const char *failure, packet_info *pinfo)
{
    const struct record_event event = {.failure = failure};

    if (have_tap_listener(records_tap))
        queue(&event, pinfo);
}

void taps_data(tvbuff_t *data, packet_info *pinfo)
{
    if (have_tap_listener(data_tap))
        tap_queue_packet(data_tap, pinfo, data);
}
