/* record_layer.h - in what the record layers of the protocols differ
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All records go the same way (record.h). A struct record_layer has what is a protocol's own on it.
 */
#ifndef LEGACYSSL_RECORD_LAYER_H
#define LEGACYSSL_RECORD_LAYER_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"
#include "loss/diagnosis.h"
#include "loss/lost_records.h"
#include "loss/lost_segments.h"

struct legacyssl_conversation;
struct protected_record;
struct record_note;

/* A record header, as far as the protocol has such a thing; the rest is 0. */
struct record_header {
    guint8 size; /* of the header itself */
    guint8 type;
    guint8 padding;
    gboolean is_escape;
    guint16 version;
    guint16 length; /* of the body */
};

struct record_layer {
    const char *column;        /* for the Protocol column */
    struct record_sizes sizes; /* sizes.header bytes tell a record's size */
    gboolean counts_clear;     /* records in the clear have a sequence number, too */
    gboolean has_type_and_version; /* what a header says can be believed behind a gap */

    /* The header of the record at `offset`, where tvb has sizes.header bytes. FALSE if none can begin
     * there. */
    gboolean (*parse_header)(tvbuff_t *tvb, gint offset, struct record_header *header);

    /* What `record` would be with its header changed in the one or other way: the way of
     * `number`, from 0 until FALSE. */
    other_header_function other_header;

    /* Behind a gap: where the first record begins. */
    find_record_function find;

    /* Whether messages are missing that its keys or its proof need, beside what the senders' streams
     * lack. NULL: it has no such memory. */
    gboolean (*is_incomplete)(const struct legacyssl_conversation *conversation);

    /* First visit: whether this record is encrypted, as far as the records so far tell. */
    gboolean (*is_encrypted)(const struct legacyssl_conversation *conversation,
                             const struct protected_record *p);

    /* First visit: with this record, its first, the sender goes over to encryption. Has to give it its
     * keys, and may give the record another sequence number. */
    void (*begin_encryption)(struct legacyssl_conversation *conversation,
                             struct protected_record *p, struct record_note *note);

    /* First visit: a record in the clear. */
    void (*clear_seen)(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note);

    /* First visit: an encrypted record was opened; or could not be, or can't be believed: then `data`
     * is NULL. */
    void (*opened)(struct legacyssl_conversation *conversation, const struct protected_record *p,
                   const struct legacyssl_bytes *data, struct record_note *note);

    /* What kind of record one with this header is; NULL: headers do not tell. */
    const char *(*title)(const struct record_header *header);

    /* Whether a record with this header holds application data; NULL: headers do not tell. */
    gboolean (*holds_app_data)(const struct record_header *header);

    void (*draw_header)(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree);

    /* Where no record can begin. NULL: any bytes can be one. */
    void (*draw_no_record)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

    /* What a record in the clear holds ... */
    void (*draw_clear)(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree);

    /* ... one that came in the clear although it should have been encrypted: FALSE if this is none; or
     * NULL ... */
    gboolean (*draw_in_clear)(const struct protected_record *p, packet_info *pinfo,
                              proto_tree *tree);

    /* ... and an encrypted one whose `content` can be believed. */
    void (*draw_content)(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         tvbuff_t *content, packet_info *pinfo, proto_tree *tree);
};

/* First visit, before a record is dissected: what `tvb` holds can tell that the conversation is
 * another protocol's. */
typedef void (*look_for_answer_function)(struct legacyssl_conversation *conversation, tvbuff_t *tvb,
                                         packet_info *pinfo);

/* Once, at Wireshark's start. look_for_answer may be NULL. */
void record_layer_register(enum legacyssl_protocol protocol, const struct record_layer *layer,
                           look_for_answer_function look_for_answer);

/* The record layer of the conversation in this frame. */
const struct record_layer *record_layer_of(const struct legacyssl_conversation *conversation,
                                           guint32 frame);

/* First visit: the same for the record in `tvb`, which may tell more. */
void record_layer_look(struct legacyssl_conversation *conversation, tvbuff_t *tvb,
                       packet_info *pinfo);

#endif
