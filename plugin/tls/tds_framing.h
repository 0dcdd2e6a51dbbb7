/* tds_framing.h - where TLS stands in a conversation of TDS (Microsoft SQL Server)
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * MS-TDS 2.2.6.5, 3.2.5.2: the handshake is what PRELOGIN packets hold, each behind a header of
 * eight bytes; from the first encrypted record on TLS stands on TCP alone. If only the login is
 * encrypted, the client goes on without TLS behind it, and the server behind its handshake.
 *
 * The TLS stream has numbers of its own: TCP's sequence numbers without those headers.
 */
#ifndef LEGACYSSL_TDS_FRAMING_H
#define LEGACYSSL_TDS_FRAMING_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct tds_framing;

/* A piece of a TVB, and the number that its first byte has in the TLS stream. */
struct tds_piece {
    gint offset, len;
    guint32 number;
};

/* In file scope. */
struct tds_framing *tds_framing_new(void);

/* First pass: what `side` sends, from TCP sequence number `seq` on; TCP shows bytes again after
 * reassembly. */
void tds_framing_read(struct tds_framing *framing, enum legacyssl_side side, tvbuff_t *tvb,
                      guint32 frame, guint32 seq);

/* First pass: how many bytes of `side` the other one acknowledges that were not read. */
guint32 tds_framing_missing(const struct tds_framing *framing, enum legacyssl_side side,
                            guint32 acknowledged);

/* Any pass, of what was read so: what the PRELOGIN packets hold that this frame completes, from
 * *index 0 on until FALSE. */
gboolean tds_framing_packet(const struct tds_framing *framing, enum legacyssl_side side,
                            guint *index, gint len, guint32 frame, guint32 seq,
                            struct tds_piece *piece);

/* The TLS that stands on TCP alone among the `len` bytes; of length 0 where there is none. */
struct tds_piece tds_framing_bare(const struct tds_framing *framing, enum legacyssl_side side,
                                  gint len, guint32 frame, guint32 seq);

#endif
