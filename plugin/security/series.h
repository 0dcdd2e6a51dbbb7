/* series.h - attacks that show over several connections of a capture
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. What is remembered is by the server's address and port.
 */
#ifndef LEGACYSSL_SERIES_H
#define LEGACYSSL_SERIES_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

void series_register(void);

/* The server has chosen this version, of SSL 3.0 or later. */
void series_version_chosen(const struct legacyssl_conversation *conversation, guint16 version);

/* SSL 2.0 was chosen in `frame`, although the client offers more. */
void series_rolled_back(struct legacyssl_conversation *conversation, guint32 frame);

/* This ENCRYPTED-KEY was sent, in `frame`, by a session of SSL 2.0. */
void series_key_sent(struct legacyssl_conversation *conversation, struct legacyssl_bytes encrypted_key,
                     struct legacyssl_bytes connection_id, guint32 frame);

/* The server answers ClientKeyExchange with an alert, in `frame`. */
void series_key_refused(struct legacyssl_conversation *conversation, guint32 frame);

#endif
