/* app_data.h - application data, put together and handed to the dissector they belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A record's plaintext is handed on as it is. Only when the dissector asks for more are bytes kept,
 * and then no more than of the one message it waits for.
 */
#ifndef LEGACYSSL_APP_DATA_H
#define LEGACYSSL_APP_DATA_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct pdu;
struct record_note;
struct sender;

/* Draw the application data of a record into `tree`, and hand them on. */
void app_data_dissect(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      struct record_note *note, tvbuff_t *data, packet_info *pinfo,
                      proto_tree *tree);

/* What ends a sender's stream. */
enum app_data_ending {
    APP_DATA_CLOSE_NOTIFY,
    APP_DATA_FIN, /* or RST */
};

/* The sender's stream ends in this packet, which `parent` is of: hand on what still waits. Called
 * on every visit of the packet. */
void app_data_end(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                  enum app_data_ending ending, tvbuff_t *parent, packet_info *pinfo,
                  proto_tree *tree);

/* Behind a gap, what waits is all there will be of it: nothing is joined over the gap. First visit.
 * NULL if nothing waits. */
struct pdu *app_data_give_up(struct sender *sender);

/* Hand on what app_data_give_up returned; `parent` is the record behind the gap. */
void app_data_draw_rest(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        const struct pdu *rest, tvbuff_t *parent, packet_info *pinfo,
                        proto_tree *tree);

#endif
