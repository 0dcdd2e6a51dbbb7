/* tls_content.h - what decrypted records of SSL 3.0 and TLS 1.0 hold
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_CONTENT_H
#define LEGACYSSL_TLS_CONTENT_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"
#include "state/record_note.h"

struct legacyssl_conversation;

/* First visit, a handshake record: read the messages in it, check a Finished. */
void tls_handshake_content_seen(struct legacyssl_conversation *conversation,
                                enum legacyssl_side side, struct legacyssl_bytes content,
                                struct record_note *note);

/* First visit, a ChangeCipherSpec: the next record of `side` is under the pending keys. */
void tls_change_cipher_spec_seen(struct legacyssl_conversation *conversation,
                                 enum legacyssl_side side, struct record_note *note);

/* The same without one, in front of a record that is encrypted: it is in a gap. */
void tls_change_cipher_spec_lost(struct legacyssl_conversation *conversation,
                                 enum legacyssl_side side, struct record_note *note);

/* Any visit: an alert that can be read. */
void tls_alert_draw(guint16 version, tvbuff_t *content, packet_info *pinfo, proto_tree *tree);

/* Any visit: draw the content into `tree`, and hand application data on. */
void tls_content_draw(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint8 content_type, guint16 version, struct record_note *note,
                      tvbuff_t *content, packet_info *pinfo, proto_tree *tree);

#endif
