/* pdu_draw.h - which frames a message of the application is put together from
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PDU_DRAW_H
#define LEGACYSSL_PDU_DRAW_H

#include "application/pdu.h"

/* Register its fields for proto_legacyssl. */
void pdu_draw_register(void);

/* Where it ends: its parts, if they are of more than one frame. */
void pdu_draw_parts(const struct pdu *pdu, tvbuff_t *tvb, proto_tree *tree);

/* Where it goes on: the frame in which it ends, once that is known. */
void pdu_draw_reassembled_in(const struct pdu *pdu, tvbuff_t *tvb, packet_info *pinfo,
                             proto_tree *tree);

#endif
