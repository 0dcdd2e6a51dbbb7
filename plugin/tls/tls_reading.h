/* tls_reading.h - reads the handshake of SSL 3.0 and TLS along, beside the built-in dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On the first pass, up to each side's ChangeCipherSpec. If SSL 3.0 or TLS 1.0 was agreed upon and the
 * secret is known, the conversation is claimed there.
 */
#ifndef LEGACYSSL_TLS_READING_H
#define LEGACYSSL_TLS_READING_H

#include "tls/tls_reading_state.h"

/* Begin to read the conversation's handshake; the state is in file scope. */
void tls_reading_begin(struct legacyssl_conversation *state);

/* First pass: read what is new in this segment of `side`, and go on with the watch (tls_watch.h).
 * TCP shows bytes again after reassembly. */
void tls_reading_see(struct legacyssl_conversation *state, enum legacyssl_side side,
                     const struct tls_reading_segment *segment, guint32 frame);

/* Any pass: how many of the `len` bytes that begin at `seq` come before our first record. */
gint tls_reading_split(const struct tls_reading_side *from, const packet_info *pinfo, gint len,
                       guint32 seq);

#endif
