/* handshake_draw.h - a message of the handshake in the tree and in the Info column
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_HANDSHAKE_DRAW_H
#define LEGACYSSL_HANDSHAKE_DRAW_H

#include "show/message_layout.h"

struct record_note;

/* A tree for the message that `tvb` holds, which is called `name`. */
proto_tree *handshake_draw_message(proto_tree *tree, tvbuff_t *tvb, const char *name);

/* Draw the message that `tvb` holds by its layout, with the note's verdict on what it proves. */
void handshake_draw(const struct message_layout *layouts, tvbuff_t *tvb, packet_info *pinfo,
                    proto_tree *tree, const struct record_note *note);

#endif
