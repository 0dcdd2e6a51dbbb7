/* plain_tap.c - what the conversations of ours say, decrypted, and how they begin and end
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/plain_tap.h"

#include "wireshark/proto.h"

#include <epan/proto_data.h>
#include <epan/tap.h>

#define EVENTS 1 /* key of the packet's own data */

static int plain_tap;

void plain_tap_register(void)
{
    plain_tap = register_tap(PLAIN_TAP);
}

/* Wireshark queues no more than 5,000 things a packet, and a packet can have more records: all that it
 * holds is one of them. */
static wmem_array_t *events_of(packet_info *pinfo)
{
    wmem_array_t *events = p_get_proto_data(pinfo->pool, pinfo, proto_legacyssl, EVENTS);

    if (events != NULL)
        return events;
    events = wmem_array_new(pinfo->pool, sizeof(struct plain_event));
    p_add_proto_data(pinfo->pool, pinfo, proto_legacyssl, EVENTS, events);
    tap_queue_packet(plain_tap, pinfo, events);
    return events;
}

static void add(const struct plain_event event, packet_info *pinfo)
{
    if (have_tap_listener(plain_tap))
        wmem_array_append_one(events_of(pinfo), event);
}

void plain_tap_opened(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      const struct record_note *note, packet_info *pinfo)
{
    add((struct plain_event){.kind = PLAIN_OPENED,
                             .conversation = conversation,
                             .side = side,
                             .parameters = note->parameters,
                             .mac_status = note->mac_status,
                             .is_first_visit = !pinfo->fd->visited},
        pinfo);
}

void plain_tap_data(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                    tvbuff_t *data, packet_info *pinfo)
{
    add((struct plain_event){
            .kind = PLAIN_DATA, .conversation = conversation, .side = side, .data = data},
        pinfo);
}

void plain_tap_gap(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                   gsize missing, packet_info *pinfo)
{
    add((struct plain_event){
            .kind = PLAIN_GAP, .conversation = conversation, .side = side, .missing = missing},
        pinfo);
}

void plain_tap_end(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                   gboolean is_reset, packet_info *pinfo)
{
    add((struct plain_event){.kind = is_reset ? PLAIN_RST : PLAIN_FIN,
                             .conversation = conversation,
                             .side = side},
        pinfo);
}
