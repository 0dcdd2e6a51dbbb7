/* protected_record.h - an encrypted record: opened, opened again on later visits, and drawn
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PROTECTED_RECORD_H
#define LEGACYSSL_PROTECTED_RECORD_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"
#include "loss/lost_records.h"
#include "state/record_note.h"

struct legacyssl_conversation;

struct protected_record {
    struct legacyssl_record record; /* its body is that of body_tvb */
    tvbuff_t *body_tvb;
    guint header_size;
    enum legacyssl_side side;
    gboolean is_escape; /* by the record header */
    const struct record_note *note;
    guint8 *plaintext; /* packet scope; NULL if it was not opened */
    struct legacyssl_opened opened;
};

/* First visit: decrypt and verify, write the verdict into the note and move the sender on. The
 * note's connection has keys. */
void protected_record_open(struct protected_record *p, struct legacyssl_conversation *conversation,
                           struct record_note *note, packet_info *pinfo);

/* Behind a gap: look for the place of a record that begins at note->position, with the keys of
 * note->connection, as lost_records_find does. If it is found, record->sequence and the sender's
 * position are those of it. */
enum lost_outcome protected_record_find(struct sender *sender, enum legacyssl_side side,
                                        const struct record_note *note,
                                        struct legacyssl_record *record, guint tries,
                                        guint32 *records);

/* First visit of a record of which the capture has only the beginning: the sender moves on by what
 * its header says. */
void protected_record_skip(const struct protected_record *p,
                           struct legacyssl_conversation *conversation,
                           const struct record_note *note);

/* The decrypted application or handshake bytes, without MAC and padding. */
struct legacyssl_bytes protected_record_data(const struct protected_record *p);

/* Draw what waited for records that are missing before it, keys, encrypted bytes, MAC and padding
 * with their verdicts, into the record's tree; returns the tvb of the decrypted data, or NULL if
 * there are none to go on with. On later visits the plaintext is made again, from the note's
 * checkpoint; the verdict is the note's. */
tvbuff_t *protected_record_draw(struct protected_record *p,
                                const struct legacyssl_conversation *conversation,
                                packet_info *pinfo, proto_tree *tree);

#endif
