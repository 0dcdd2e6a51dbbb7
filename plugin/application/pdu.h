/* pdu.h - one message of the application that spans records
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Its bytes stay until the file is closed, because a later visit to the last record has none of the
 * earlier ones at hand.
 */
#ifndef LEGACYSSL_PDU_H
#define LEGACYSSL_PDU_H

#include "wireshark/compat.h"

struct pdu_part {
    guint32 frame, len;
};

struct pdu {
    guint8 *data;
    gsize len, size;
    GArray *parts;       /* of struct pdu_part: which frame has how much of it */
    guint32 records;     /* in how many records it lies */
    guint32 complete_in; /* the frame with its end; 0: not known yet */
};

struct pdu *pdu_new(void);

/* The bytes of `tvb` from `offset` on; `needed` is how long it must become, as far as that is known.
 */
void pdu_append(struct pdu *pdu, tvbuff_t *tvb, gint offset, gsize needed, packet_info *pinfo);

/* Its first `len` bytes, as a data source of this packet. */
tvbuff_t *pdu_tvb(const struct pdu *pdu, gsize len, tvbuff_t *parent, packet_info *pinfo);

/* Free all of them, at the end of each file. */
void pdu_cleanup(void);

#endif
