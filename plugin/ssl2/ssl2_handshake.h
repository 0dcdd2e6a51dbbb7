/* ssl2_handshake.h - what the messages of SSL 2.0 leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_HANDSHAKE_H
#define LEGACYSSL_SSL2_HANDSHAKE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"
#include "secrets/input_frames.h"

struct security_parameters;
struct legacyssl_conversation;
struct record_note;

/* What the cleartext messages said. Bytes are in file scope. */
struct ssl2_handshake {
    struct legacyssl_bytes client_hello; /* the whole message: the server may answer it with PCT */
    struct legacyssl_bytes challenge, connection_id;
    struct legacyssl_bytes session_id;   /* of CLIENT-HELLO: the one to resume */
    struct legacyssl_bytes cipher_specs; /* of CLIENT-HELLO */
    struct legacyssl_bytes certificate, server_specs; /* of SERVER-HELLO */
    struct legacyssl_bytes clear_key, encrypted_key, key_arg;
    struct input_frames frames;
    guint32 cipher_kind; /* of CLIENT-MASTER-KEY */
    gboolean has_server_hello, is_resumed, has_client_master_key;
    gboolean has_foreign_hello; /* CLIENT-HELLO offered later versions: the built-in drew it */
    gboolean has_ended[2];      /* by side: each side's handshake ends by itself */
    gboolean wants_certificate; /* REQUEST-CERTIFICATE was seen, and no answer */
    gboolean has_no_certificate; /* the client's answer was an ERROR */
    gboolean is_missing;        /* the capture begins behind it */
    struct security_parameters *parameters;
};

/* The conversation's handshake, made if there is none. First pass only. */
struct ssl2_handshake *ssl2_handshake_of(struct legacyssl_conversation *conversation);

/* Take note of a message of `side`, cleartext or decrypted. First pass only. `frame` is where it
 * is. The note gets the verdict on what proves the handshake. */
void ssl2_message_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                       struct legacyssl_bytes message, struct record_note *note);

/* Take note of a CLIENT-HELLO that offers a later version as well, in case the server answers with
 * SSL 2.0: `record` is its record with the header, the sender's first, in `frame`. */
void ssl2_foreign_hello_seen(struct legacyssl_conversation *conversation,
                             struct legacyssl_bytes record, guint32 frame);

/* Whether a plaintext record of `side` is a handshake message, as far as the messages so far tell;
 * else it is application data. */
gboolean ssl2_is_handshake(const struct legacyssl_conversation *conversation,
                           enum legacyssl_side side, struct legacyssl_bytes plaintext);

#endif
