/* tds_takeover.h - takes TLS inside TDS over from the built-in dissector, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What PRELOGIN packets hold is drawn by those who draw TDS; ours is drawn behind it. Where TLS
 * stands on TCP alone it is ours.
 */
#ifndef LEGACYSSL_TDS_TAKEOVER_H
#define LEGACYSSL_TDS_TAKEOVER_H

#include "tls/hand_on.h"

struct tls_reading_segment;

/* What this conversation carries is TDS, inside and outside. */
void tds_takeover_arm(struct legacyssl_conversation *state);

/* First pass: read a segment of `side` along. */
void tds_takeover_read(struct legacyssl_conversation *state, enum legacyssl_side side,
                       const struct tls_reading_segment *segment, guint32 frame);

/* Any pass: dissect what was read. Returns what is to be returned to TCP. */
int tds_takeover_dissect(const struct given *given, tvbuff_t *tvb);

#endif
