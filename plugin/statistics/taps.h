/* taps.h - what Follow and the statistics get to know of each record
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TAPS_H
#define LEGACYSSL_TAPS_H

#include "wireshark/compat.h"

#include "state/record_note.h"

struct legacyssl_conversation;

#define RECORDS_TAP "legacyssl"     /* struct record_event */
#define DATA_TAP "legacyssl_follow" /* a tvbuff_t of what Follow shows */

/* A record, or a session that stays with the built-in: then only shown_keys counts. */
struct record_event {
    const struct legacyssl_conversation *conversation; /* NULL: the built-in's */
    const struct security_parameters *shown_keys;      /* a session begins here; NULL: none */
    const struct security_parameters *parameters;      /* NULL: in the clear */
    guint8 error, mac_status, verify_status;           /* as in record_note */
    gboolean is_cut_short;
    const char *attack;  /* what a finding says: then only this counts; NULL: none */
    const char *failure; /* the same of why a handshake fails */
};

void taps_register(void);

/* Called at every visit of a record, once its note is complete. */
void taps_record(const struct legacyssl_conversation *conversation, const struct record_note *note,
                 packet_info *pinfo);

/* A session that can't be opened and so is not ours to draw. */
void taps_closed_session(const struct security_parameters *parameters, packet_info *pinfo);

/* An attack or violation was drawn. */
void taps_attack(const char *attack, packet_info *pinfo);

/* Why a handshake fails was drawn. */
void taps_failure(const char *failure, packet_info *pinfo);

/* What Follow shows: application data, or the words for a gap. */
void taps_data(tvbuff_t *data, packet_info *pinfo);

#endif
