/* lost_records.h - where a sender's cipher stands behind records that the capture lacks
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TCP tells how many bytes are missing, not how many records they were. So numbers are tried, one
 * after the other, until a record behind the gap verifies: its number in the MAC follows, and with
 * RC4 the place in the keystream, which runs on over bodies and not over headers. With CBC the last
 * block of ciphertext before the record is all that is needed, if the capture has it.
 */
#ifndef LEGACYSSL_LOST_RECORDS_H
#define LEGACYSSL_LOST_RECORDS_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct security_parameters;
struct legacyssl_conversation;
struct pdu;
struct record_note;
struct sender;

/* What came of it, for one record. */
enum lost_outcome {
    LOST_FOUND,     /* the record verifies: so many are missing */
    LOST_IV,        /* with CBC: its IV is in what is missing */
    LOST_NOT_FOUND, /* no number verifies */
    LOST_TOO_MANY,  /* not tried: too much is missing, or was tried in vain */
    LOST_UNREAD,    /* not looked for: no keys are in force */
};

/* What is missing before a record. */
struct lost_note {
    guint32 bytes;   /* that the capture lacks; 0: told before */
    guint32 records; /* LOST_FOUND: so many, whole or in part */
    enum lost_outcome outcome;
    struct pdu *rest; /* application data that waited for what is missing; NULL: none */
};

/* What a protocol's records are like, as far as the arithmetic needs it. */
struct record_sizes {
    gsize header; /* of the shortest header */
    /* What stands in the clear between a gap that began in the clear and the first encrypted record,
     * with its header: ChangeCipherSpec; 0: nothing. */
    gsize change_cipher_spec;
    /* The encrypted message that mostly ends a side's handshake, its length with its own header, and
     * which number its record has when the gap holds all of it. NULL: there is none. */
    gsize (*finished)(const struct legacyssl_secrets *secrets);
    gsize finished_records;
};

/* A gap behind which nothing has verified yet, and what was seen since it began. */
struct lost_records {
    gboolean is_open;
    gboolean is_clear_before;           /* its first records may be in the clear */
    guint32 from;                       /* TCP sequence number of its first byte */
    guint32 bytes;                      /* that the capture lacks, and nobody was told yet */
    guint64 sequence;                   /* number of its first record */
    struct legacyssl_position position; /* of the cipher there, as much as it uses */
    guint seen;                         /* records in and behind it whose headers are known ... */
    gsize seen_len, seen_encrypted;     /* ... with their headers; without and decrypted */
};

/* Something is missing in the sender's stream from TCP sequence number `from` on, where the record
 * of number `sequence` began: `missing` bytes that nobody was told of. A gap that is open goes on. */
void lost_records_begin(struct sender *sender, guint32 from, guint64 sequence, guint32 missing);

/* Whether the sender is behind a gap, and where is not known. */
gboolean lost_records_is_open(const struct sender *sender);

/* Whether anything of the conversation's records is missing. */
gboolean lost_records_any(const struct legacyssl_conversation *conversation);

/* The sender's keys come into force behind a gap that began in the clear. */
void lost_records_have_keys(struct sender *sender);

/* Of a record in or behind the gap only the header counts: `len` bytes with it, a body of `body`.
 */
void lost_records_skip(struct sender *sender, enum legacyssl_side side, gsize len, gsize body);

#define LOST_RECORDS_MAX 8192 /* missing at once */

/* Look for the place of `record`, which is of `sizes` and begins at TCP sequence number `at`, with at most `tries`
 * numbers of missing records: if it is found, record->sequence is its number, the sender's
 * position where it begins, and *records how many are missing. */
enum lost_outcome lost_records_find(struct sender *sender, const struct record_sizes *sizes,
                                    struct security_parameters *parameters,
                                    enum legacyssl_side side, struct legacyssl_record *record,
                                    guint32 at, guint tries, guint32 *records);

/* Note what is to be told of the gap with this record, if there is something new. */
void lost_records_note(struct sender *sender, struct record_note *note);

/* The same for a record behind it that was tried. */
struct lost_note *lost_note_new(struct sender *sender, enum lost_outcome outcome);

/* The sender's place is known again. */
void lost_records_end(struct sender *sender);

#endif
