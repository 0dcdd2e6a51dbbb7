/* record_flow.h - the way of one record of SSL 2.0 or PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both have the same headers and count all records, and in both a record changes the conversation's
 * state on its first visit and draws itself from its note on any. What differs is in a struct
 * record_flow.
 */
#ifndef LEGACYSSL_RECORD_FLOW_H
#define LEGACYSSL_RECORD_FLOW_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct connection;
struct legacyssl_conversation;
struct protected_record;
struct record_note;

struct record_flow {
    /* Whether this record is encrypted, as far as the records so far tell. */
    gboolean (*is_encrypted)(const struct legacyssl_conversation *conversation,
                             const struct protected_record *p);

    /* The sender goes over to encryption with this record, its first: under whose keys. May give
     * the record, and with it the sender, another sequence number. */
    struct connection *(*begin_encryption)(struct legacyssl_conversation *conversation,
                                           struct protected_record *p, struct record_note *note);

    /* An encrypted record was opened; or could not be, or can't be believed: then `data` is NULL.
     * Sets note->content. */
    void (*opened)(struct legacyssl_conversation *conversation, const struct protected_record *p,
                   const struct legacyssl_bytes *data, struct record_note *note);

    /* A message in the clear. */
    void (*message_seen)(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                         struct legacyssl_bytes message, struct record_note *note);

    void (*message_draw)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         const struct record_note *note);
};

/* For record_layer.h. */
gint record_flow_find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                      struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint32 sequence);

/* Dissect one record; `tvb` holds it and nothing else. `position` is the TCP sequence number of its
 * first byte. */
void record_flow_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         struct legacyssl_conversation *conversation, guint32 position);

#endif
