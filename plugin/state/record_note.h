/* record_note.h - what the first pass found out about each record
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No plaintext is kept: a note says where the sender's cipher stood before its record, so that the
 * record can be decrypted again whenever it is drawn.
 */
#ifndef LEGACYSSL_RECORD_NOTE_H
#define LEGACYSSL_RECORD_NOTE_H

#include "state/checkpoint.h"

struct security_parameters;
struct delivery;
struct lost_note;

/* What a record turned out to hold. */
enum record_content {
    CONTENT_UNKNOWN,   /* encrypted, and not opened */
    CONTENT_HANDSHAKE, /* a handshake message, as far as it was parsed */
    CONTENT_APP_DATA,
    CONTENT_ESCAPE,      /* PCT: a security escape */
    CONTENT_OUT_OF_BAND, /* PCT: application data outside of the stream */
};

/* What is to be noted of few records. */
struct rare_note {
    struct security_parameters
        *shown_keys;               /* keys that come into force here: to be shown; else NULL */
    struct legacyssl_bytes kept;   /* what can't be made again: decompressed bytes, or handshake
                                      messages that end here. In file scope */
    const struct lost_note *lost;  /* what is missing before it, NULL: nothing */
};

/* Small, as millions of records can have one. */
struct record_note {
    guint32 frame;
    guint32 seq;      /* TCP sequence number of the record's first byte */
    guint32 sequence; /* the record's number in the MAC */
    guint8 content : 4; /* enum record_content */
    guint8 error : 4;   /* enum legacyssl_error of opening it */
    guint8 mac_status : 4;
    guint8
        verify_status : 4; /* of the handshake proof in it; LEGACYSSL_NOT_PRESENT if it has none */
    guint8 diagnosis : 4;  /* enum diagnosis of a bad MAC */
    guint8 decompression : 4; /* enum decompression */
    bool is_cut_short : 1;    /* the capture does not have all of it */
    bool is_number_open : 1;  /* no MAC has told yet which number it is */
    bool is_fragment : 1;     /* SSL 3.0, TLS 1.0: its handshake messages are not all its own */
    struct security_parameters *parameters; /* NULL: in the clear */
    struct checkpoint checkpoint;
    const struct delivery *delivery; /* how its application data were handed on, NULL if not */
    struct rare_note *rare;    /* NULL: none of it; see record_note_rare */
};

/* The notes of one sender, in the order of the first pass: by frame. */
struct record_notes {
    struct record_note *array; /* NULL until the first */
    guint count, room;
    guint32 furthest; /* seq: the last frame's notes lie up to here */
    guint expected;   /* the note that is likely asked for next */
    guint64 bytes;    /* of the records that have notes */
};

/* Add an empty note for a record of `len` bytes. The pointer is good until the next one is added.
 * NULL: there are more than a few, and they are so short that their notes would take many times the
 * memory. */
struct record_note *record_notes_add(struct record_notes *notes, guint32 frame, guint32 seq,
                                     gsize len);

/* The note of the record that begins at `seq` in `frame`, or NULL. */
struct record_note *record_notes_find(struct record_notes *notes, guint32 frame, guint32 seq);

/* What is rare: empty where there is nothing of it ... */
const struct rare_note *record_note_rare(const struct record_note *note);

/* ... and to be filled in. */
struct rare_note *record_note_add_rare(struct record_note *note);

/* The keys of `parameters`, or why it has none, are shown with this record. */
void record_note_show_keys(struct record_note *note, struct security_parameters *parameters);

/* Whether what the record decrypts to can be believed: its MAC is good or it has none, or the user
 * asks for more. */
gboolean record_note_is_trusted(const struct record_note *note);

#endif
