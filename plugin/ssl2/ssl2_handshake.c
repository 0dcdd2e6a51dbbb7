/* ssl2_handshake.c - what the messages of SSL 2.0 leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_handshake.h"

#include "ssl2/ssl2_messages.h"
#include "state/conversation.h"
#include "secrets/key_source.h"
#include "ssl2/ssl2_record_header.h"
#include "bytes/file_scope.h"
#include "secrets/session_cache.h"

#include <string.h>

struct ssl2_handshake *ssl2_handshake_of(struct legacyssl_conversation *conversation)
{
    if (conversation->ssl2 == NULL)
        conversation->ssl2 = wmem_new0(wmem_file_scope(), struct ssl2_handshake);
    return conversation->ssl2;
}

static struct legacyssl_bytes keep(const struct parsed_message *message,
                                   struct legacyssl_bytes bytes, guint row)
{
    return file_scope_bytes(message_field(message, bytes, row));
}

static void client_hello_seen(struct ssl2_handshake *handshake,
                              const struct parsed_message *message, struct legacyssl_bytes bytes)
{
    handshake->client_hello = file_scope_bytes(bytes);
    handshake->cipher_specs = keep(message, bytes, SSL2_CH_SPECS);
    handshake->session_id = keep(message, bytes, SSL2_CH_SESSION_ID);
    handshake->challenge = keep(message, bytes, SSL2_CH_CHALLENGE);
}

static void server_hello_seen(struct ssl2_handshake *handshake,
                              const struct parsed_message *message, struct legacyssl_bytes bytes)
{
    handshake->has_server_hello = TRUE;
    handshake->is_resumed = message_number(message, bytes, SSL2_SH_SESSION_ID_HIT) != 0;
    handshake->certificate = keep(message, bytes, SSL2_SH_CERTIFICATE);
    handshake->server_specs = keep(message, bytes, SSL2_SH_SPECS);
    handshake->connection_id = keep(message, bytes, SSL2_SH_CONNECTION_ID);
}

static void client_master_key_seen(struct ssl2_handshake *handshake,
                                   const struct parsed_message *message,
                                   struct legacyssl_bytes bytes)
{
    handshake->has_client_master_key = TRUE;
    handshake->cipher_kind = message_number(message, bytes, SSL2_CMK_CIPHER_KIND);
    handshake->clear_key = keep(message, bytes, SSL2_CMK_CLEAR_KEY);
    handshake->encrypted_key = keep(message, bytes, SSL2_CMK_ENCRYPTED_KEY);
    handshake->key_arg = keep(message, bytes, SSL2_CMK_KEY_ARG);
}

/* 5.6.2, 5.5.4: SERVER-VERIFY must echo the CHALLENGE, CLIENT-FINISHED the CONNECTION-ID. */
static void check_proof(const struct security_parameters *parameters, enum legacyssl_side side,
                        struct legacyssl_bytes echo, struct record_note *note)
{
    const struct legacyssl_transcript none = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    guint8 proof[LEGACYSSL_MAX_PROOF];
    gsize len;

    if (parameters == NULL)
        return;
    if (legacyssl_handshake_proof(&parameters->secrets, &parameters->keys, &none, side, proof,
                                  &len) != LEGACYSSL_OK)
        note->verify_status = LEGACYSSL_UNVERIFIED;
    else
        note->verify_status =
            echo.len == len && memcmp(echo.data, proof, len) == 0 ? LEGACYSSL_GOOD : LEGACYSSL_BAD;
}

/* 5.6.3: SERVER-FINISHED names the session. */
static void remember_session(const struct record_note *note, struct legacyssl_bytes session_id)
{
    note->parameters->session_id = session_id;
    key_source_share(note->parameters);
    session_cache_add(note->parameters, session_id, note->frame);
}

static void take_hello_facts(struct legacyssl_conversation *conversation)
{
    conversation->hello = (struct hello_facts){
        .suites = conversation->ssl2->cipher_specs,
        .suite_size = SSL2_CIPHER_SPEC_SIZE,
        .certificate = conversation->ssl2->certificate,
    };
}

void ssl2_message_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                       struct legacyssl_bytes bytes, struct record_note *note)
{
    struct ssl2_handshake *handshake = ssl2_handshake_of(conversation);
    struct parsed_message message;

    if (!message_parse(ssl2_messages, bytes, &message))
        return;
    switch (message.layout->type) {
    case SSL2_CLIENT_HELLO:
        handshake->frames.client_hello = note->frame;
        client_hello_seen(handshake, &message, bytes);
        take_hello_facts(conversation);
        break;
    case SSL2_SERVER_HELLO:
        handshake->frames.server_hello = note->frame;
        server_hello_seen(handshake, &message, bytes);
        take_hello_facts(conversation);
        break;
    case SSL2_CLIENT_MASTER_KEY:
        handshake->frames.client_key = note->frame;
        client_master_key_seen(handshake, &message, bytes);
        break;
    case SSL2_CLIENT_FINISHED:
        handshake->has_ended[LEGACYSSL_CLIENT] = TRUE;
        check_proof(note->parameters, side, message_field(&message, bytes, SSL2_ONLY_FIELD), note);
        break;
    case SSL2_SERVER_VERIFY:
        check_proof(note->parameters, side, message_field(&message, bytes, SSL2_ONLY_FIELD), note);
        break;
    case SSL2_REQUEST_CERTIFICATE:
        handshake->wants_certificate = TRUE;
        break;
    case SSL2_CLIENT_CERTIFICATE:
    case SSL2_ERROR:
        handshake->has_no_certificate =
            handshake->wants_certificate && message.layout->type == SSL2_ERROR;
        handshake->wants_certificate = FALSE;
        break;
    case SSL2_SERVER_FINISHED:
        handshake->has_ended[LEGACYSSL_SERVER] = TRUE;
        if (note->parameters != NULL && note->mac_status == LEGACYSSL_GOOD)
            remember_session(note, keep(&message, bytes, SSL2_ONLY_FIELD));
        break;
    default:
        break;
    }
}

void ssl2_foreign_hello_seen(struct legacyssl_conversation *conversation,
                             struct legacyssl_bytes record, guint32 frame)
{
    struct record_note unused = {.frame = frame};

    ssl2_message_seen(
        conversation, LEGACYSSL_CLIENT,
        (struct legacyssl_bytes){record.data + SSL2_HEADER_MIN, record.len - SSL2_HEADER_MIN},
        &unused);
    conversation->ssl2->has_foreign_hello = TRUE;
}

/* The lengths that draft-hickman 5.5, 5.6 give it. Once the other side's handshake has ended it may be
 * application data, which can begin with any byte. */
static gboolean has_length_of(const struct ssl2_handshake *handshake, struct legacyssl_bytes message)
{
    struct parsed_message parsed;

    switch (message.data[0]) {
    case SSL2_CLIENT_FINISHED:
        return message.len == 1 + handshake->connection_id.len;
    case SSL2_SERVER_VERIFY:
        return message.len == 1 + handshake->challenge.len;
    default:
        return message_parse(ssl2_messages, message, &parsed) && !parsed.is_cut_short &&
               (parsed.len == message.len || parsed.len + 1 == message.len);
    }
}

static gboolean is_of_server(const struct ssl2_handshake *handshake, guint8 type)
{
    return !handshake->has_ended[LEGACYSSL_SERVER] &&
           (type == SSL2_SERVER_VERIFY || type == SSL2_SERVER_FINISHED ||
            type == SSL2_REQUEST_CERTIFICATE || type == SSL2_ERROR);
}

/* Netscape's server sends SERVER-FINISHED before CLIENT-FINISHED comes. A certificate is asked for
 * before that, and may be sent behind it. */
static gboolean is_of_client(const struct ssl2_handshake *handshake, guint8 type)
{
    if (type == SSL2_CLIENT_FINISHED)
        return !handshake->has_ended[LEGACYSSL_CLIENT];
    if (type == SSL2_CLIENT_CERTIFICATE)
        return handshake->wants_certificate || !handshake->has_ended[LEGACYSSL_SERVER];
    return type == SSL2_ERROR &&
           (handshake->wants_certificate || !handshake->has_ended[LEGACYSSL_CLIENT] ||
            !handshake->has_ended[LEGACYSSL_SERVER]);
}

gboolean ssl2_is_handshake(const struct legacyssl_conversation *conversation,
                           enum legacyssl_side side, struct legacyssl_bytes plaintext)
{
    const struct ssl2_handshake *handshake = conversation->ssl2;

    if (plaintext.len == 0)
        return FALSE;
    return (side == LEGACYSSL_SERVER ? is_of_server(handshake, plaintext.data[0])
                                     : is_of_client(handshake, plaintext.data[0])) &&
           (!handshake->has_ended[other_side(side)] || has_length_of(handshake, plaintext));
}
