/* protected_record.h - an encrypted record: opened, and opened again on later visits
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PROTECTED_RECORD_H
#define LEGACYSSL_PROTECTED_RECORD_H

#include "record/record_layer.h"
#include "state/record_note.h"

struct sender;

/* A record on its way; those in the clear go it, too. */
struct protected_record {
    const struct record_layer *layer;
    struct record_header header;
    struct legacyssl_record record; /* its body is that of body_tvb */
    tvbuff_t *body_tvb;
    enum legacyssl_side side;
    const struct record_note *note;
    guint8 *plaintext; /* packet scope; NULL if it was not opened */
    struct legacyssl_opened opened;
};

/* First visit: decrypt and verify, write the verdict into the note and move the sender on. The
 * note's security parameters have keys. */
void protected_record_open(struct protected_record *p, struct legacyssl_conversation *conversation,
                           struct record_note *note, packet_info *pinfo);

/* Behind a gap: look for the place of a record that begins at note->seq, with the keys of
 * note->parameters, as lost_records_find does. If it is found, record->sequence and the sender's
 * position are those of it. */
enum lost_outcome protected_record_find(const struct record_layer *layer, struct sender *sender,
                                        enum legacyssl_side side, const struct record_note *note,
                                        struct legacyssl_record *record, guint tries,
                                        guint32 *records);

/* First visit of a record of which the capture has only the beginning: the sender moves on by what
 * its header says. */
void protected_record_skip(const struct protected_record *p,
                           struct legacyssl_conversation *conversation,
                           const struct record_note *note);

/* The decrypted application or handshake bytes, without MAC and padding. */
struct legacyssl_bytes protected_record_data(const struct protected_record *p);

/* A later visit: make the plaintext again, from the note's checkpoint. */
void protected_record_reopen(struct protected_record *p, packet_info *pinfo);

#endif
