/* ssl2_messages.h - the messages of SSL 2.0: their layouts and drawing
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_MESSAGES_H
#define LEGACYSSL_SSL2_MESSAGES_H

#include "show/message_layout.h"

struct record_note;

#define SSL2_CIPHER_SPEC_SIZE 3 /* draft-hickman C.4 */

/* draft-hickman C.2 */
enum ssl2_message_type {
    SSL2_ERROR = 0,
    SSL2_CLIENT_HELLO = 1,
    SSL2_CLIENT_MASTER_KEY = 2,
    SSL2_CLIENT_FINISHED = 3,
    SSL2_SERVER_HELLO = 4,
    SSL2_SERVER_VERIFY = 5,
    SSL2_SERVER_FINISHED = 6,
    SSL2_REQUEST_CERTIFICATE = 7,
    SSL2_CLIENT_CERTIFICATE = 8,
};

extern const struct message_layout ssl2_messages[];

/* Rows of the layouts that leave something behind. */
enum { SSL2_CH_VERSION = 0, SSL2_CH_CHALLENGE_LENGTH = 3, SSL2_CH_SPECS, SSL2_CH_SESSION_ID, SSL2_CH_CHALLENGE };
enum {
    SSL2_CMK_CIPHER_KIND = 0,
    SSL2_CMK_CLEAR_KEY_LENGTH,
    SSL2_CMK_ENCRYPTED_KEY_LENGTH,
    SSL2_CMK_KEY_ARG_LENGTH,
    SSL2_CMK_CLEAR_KEY,
    SSL2_CMK_ENCRYPTED_KEY,
    SSL2_CMK_KEY_ARG
};
enum { SSL2_SH_SESSION_ID_HIT = 0, SSL2_SH_CERTIFICATE = 6, SSL2_SH_SPECS, SSL2_SH_CONNECTION_ID };
enum { SSL2_ONLY_FIELD = 0 };

/* CLIENT-VERSION and CHALLENGE-DATA of a parsed CLIENT-HELLO. */
guint16 ssl2_client_hello_version(const struct parsed_message *message,
                                  struct legacyssl_bytes bytes);
struct legacyssl_bytes ssl2_client_hello_challenge(const struct parsed_message *message,
                                                   struct legacyssl_bytes bytes);

/* Draw a message into `tree` and the Info column. */
void ssl2_message_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                       const struct record_note *note);

#endif
