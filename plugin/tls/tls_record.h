/* tls_record.h - the record layer of SSL 3.0 and TLS 1.0, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_RECORD_H
#define LEGACYSSL_TLS_RECORD_H

#include "record/record_layer.h"
#include "tls/tls_handshake.h"

struct connection;
struct legacyssl_conversation;

#define TLS_RECORD_HEADER 5
#define TLS_MAX_RECORD_BODY (16384 + 2048) /* RFC 2246 6.2.3 */

/* RFC 2246 6.2.1, RFC 6520 */
enum tls_content_type {
    TLS_CHANGE_CIPHER_SPEC = 20,
    TLS_ALERT = 21,
    TLS_HANDSHAKE = 22,
    TLS_APPLICATION_DATA = 23,
    TLS_HEARTBEAT = 24,
};

extern const value_string tls_content_types[];

/* What is remembered of a conversation, beside what all protocols have. */
struct tls_conversation {
    struct tls_handshake *handshake; /* the one under way, or the last */
    struct connection
        *pending;        /* the keys that ChangeCipherSpec puts in force; NULL: not looked up */
    bool has_changed[2]; /* which side has sent it in this handshake */
    bool has_finished[2];
    gboolean has_lost_change[2]; /* ChangeCipherSpec is in a gap, which begins at ... */
    guint32 gap_at[2];           /* ... this TCP sequence number */
    struct unread messages[2];
    struct inflater *inflater[2];
};

/* A claimed conversation's, from ChangeCipherSpec on. */
struct tls_conversation *tls_conversation_new(struct tls_handshake *handshake);

/* Whether five bytes are a record header: a known type, version 3.x and a length that is allowed.
 */
gboolean tls_is_record_header(const guint8 *header);

/* Where, from `offset` on and not behind `last`, a record header of `version` stands, with another
 * one behind its record as far as that is there; -1: nowhere. */
gint tls_find_header(tvbuff_t *tvb, gint offset, gint last, guint16 version);

extern const struct record_layer tls_record_layer, ssl3_record_layer;

#endif
