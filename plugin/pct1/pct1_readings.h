/* pct1_readings.h - where draft-benaloh-pct-00 is silent or can be read in several ways
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_READINGS_H
#define LEGACYSSL_PCT1_READINGS_H

#include "secrets/security_parameters.h"
#include "secrets/key_source.h"
#include "pct1/pct1_state.h"

/* What keys are made from and held against, until something verifies. */
struct pct1_trial {
    struct pct1_handshake *handshake;
    enum legacyssl_side side;        /* who sent the evidence */
    struct legacyssl_record *record; /* the evidence, if it is a record, else NULL */
    const guint32 *numbers;          /* by enum pct1_numbering: what the record's can be */
    struct secret session;           /* what is known of the session from before; or all empty */
    struct security_parameters *parameters;
    enum pct1_numbering numbering; /* the one that was taken */
};

/* How many combinations of readings there are for this trial, 1 at least. */
guint pct1_reading_count(const struct pct1_trial *trial);

/* Make the trial's secrets and record be of combination n; 0 is the draft's likeliest. */
void pct1_reading_take(struct pct1_trial *trial, guint n);

/* Combination n in words, in file scope; NULL if nothing was open. */
const char *pct1_reading_text(const struct pct1_trial *trial, guint n);

#endif
