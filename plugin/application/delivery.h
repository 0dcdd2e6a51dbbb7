/* delivery.h - how a record's application data were handed on
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In file scope. Millions of records are handed on in the same few ways: each of them is kept once.
 */
#ifndef LEGACYSSL_DELIVERY_H
#define LEGACYSSL_DELIVERY_H

#include "wireshark/compat.h"

struct pdu;

struct delivery {
    struct pdu *pdu;   /* NULL: the record's own bytes */
    struct pdu *begun; /* what begins in this record, or goes on behind it; NULL: nothing */
    gsize len;         /* so many bytes of it, 1 without; 0: the dissector was not asked */
    dissector_handle_t dissector; /* who was asked; NULL: heuristics or "data" */
    const char *protocol;         /* what the data were then, in full; NULL: not known */
};

void delivery_register(void);

/* An empty one, to be filled in. */
struct delivery *delivery_new(void);

/* Whether the record's data were all of a message, or several. */
gboolean delivery_is_whole(const struct delivery *delivery);

/* The same as `delivery`, which is no longer the caller's: of a whole one the file's; of parts
 * *latest, if that is the same, else *latest becomes it. */
const struct delivery *delivery_keep_whole(struct delivery *delivery);
const struct delivery *delivery_keep_part(struct delivery *delivery,
                                          const struct delivery **latest);

#endif
