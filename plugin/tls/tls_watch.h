/* tls_watch.h - attacks that show in encrypted records of SSL 3.0 and TLS 1.0, whoever draws them
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From the first ChangeCipherSpec on, on the first pass. Only headers and ciphertext are looked at, so what
 * is found does not depend on keys.
 */
#ifndef LEGACYSSL_TLS_WATCH_H
#define LEGACYSSL_TLS_WATCH_H

#include "tls/tls_reading_state.h"

/* Begin with the record of `side` at this TCP sequence number, and with what the other side says next. */
void tls_watch_begin(struct tls_reading *reading, enum legacyssl_side side, guint32 seq);

/* First pass: what is new in this segment of `side`. Nothing happens unless the watch has begun. */
void tls_watch_go_on(struct legacyssl_conversation *state, enum legacyssl_side side,
                     const struct tls_reading_segment *segment, guint32 frame);

#endif
