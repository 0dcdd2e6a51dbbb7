/* sender.h - what is remembered of one side of a conversation, as a sender of records
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SENDER_H
#define LEGACYSSL_SENDER_H

#include "state/checkpoint.h"
#include "state/record_note.h"
#include "secrets/trials.h"

struct app_stream;
struct security_parameters;
struct lost_records;
struct sender_stream;

struct sender {
    struct security_parameters
        *parameters;               /* whose keys are in force; NULL while it sends in the clear */
    guint64 sequence;              /* number of its next record */
    struct legacyssl_position *position; /* as much of it as its cipher uses; NULL at first */
    guint8 chain[16];                    /* room for that of a block cipher */
    struct checkpoint checkpoint;
    struct record_notes notes;
    bool has_verified : 1;      /* a record under these keys did */
    bool is_chain_doubtful : 1; /* CBC: the end of the record before is not known for certain */
    guint diagnoses;            /* how many bad records were looked into */
    struct trials trials;
    struct app_stream *app;       /* what waits of its application data (app_data.h); NULL: nothing
                                     ever did */
    struct sender_stream *stream; /* its bytes (lost_segments.h); NULL: none so far */
    struct lost_records *lost;    /* NULL until something is missing (lost_records.h) */
};

/* From now on the sender, which is `side`, sends under the keys of `parameters`, if it has any. */
void sender_change_keys(struct sender *sender, enum legacyssl_side side,
                        struct security_parameters *parameters);

/* The other side. */
static inline enum legacyssl_side other_side(enum legacyssl_side side)
{
    return side == LEGACYSSL_CLIENT ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT;
}

#endif
