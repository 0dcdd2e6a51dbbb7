/* record_layer.h - what the record layers have to have, and the four of them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RECORD_LAYER_H
#define LEGACYSSL_RECORD_LAYER_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

struct record_layer {
    const char *column; /* for the Protocol column */
    guint min_header;   /* bytes that tell a record's size */

    /* The whole record's size, header included; tvb has min_header bytes at `offset`. */
    guint (*size)(packet_info *pinfo, tvbuff_t *tvb, int offset, void *data);

    /* Size of the header of the record at `offset`, which has min_header bytes there. */
    guint (*header_size)(tvbuff_t *tvb, gint offset);

    /* First visit, behind a gap: where the first record begins in `tvb`, from `offset` on; -1 if
     * that can't be told. If it is sure, the sender's is_searching becomes FALSE; else more bytes
     * may tell. `sequence` is the TCP sequence number of the first byte of `tvb`. */
    gint (*find)(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                 struct legacyssl_conversation *conversation, enum legacyssl_side side,
                 guint32 sequence);

    /* Dissect one record; `tvb` holds it and nothing else. `position` is the TCP sequence number of
     * its first byte. */
    void (*dissect)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                    struct legacyssl_conversation *conversation, guint32 position);
};

const struct record_layer *record_layer_of(enum legacyssl_protocol protocol);

#endif
