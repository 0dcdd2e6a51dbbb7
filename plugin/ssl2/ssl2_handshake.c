/* ssl2_handshake.c - the messages of SSL 2.0 and what they leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_handshake.h"

#include "show/certificate.h"
#include "state/conversation.h"
#include "show/fields.h"
#include "show/handshake_draw.h"
#include "secrets/key_source.h"
#include "ssl2/ssl2_record_header.h"
#include "bytes/file_scope.h"
#include "ssl2/ssl2_fields.h"

#include <epan/expert.h>

#include <string.h>

#define CIPHER_SPEC_SIZE 3

static void draw_cipher_specs(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree, int offset,
                              int len)
{
    proto_tree *specs =
        proto_tree_add_subtree_format(tree, tvb, offset, len, ett_cipher_specs, NULL,
                                      "CIPHER-SPECS-DATA (%d)", len / CIPHER_SPEC_SIZE);
    for (int end = offset + len; end - offset >= CIPHER_SPEC_SIZE; offset += CIPHER_SPEC_SIZE)
        proto_tree_add_item(specs, hf_cipher_spec, tvb, offset, CIPHER_SPEC_SIZE, ENC_BIG_ENDIAN);
}

static void draw_cipher_kind(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                             int len)
{
    proto_item *item = proto_tree_add_item(tree, hf_cipher_suite, tvb, offset, len, ENC_BIG_ENDIAN);

    if (len == CIPHER_SPEC_SIZE &&
        legacyssl_suite_find(LEGACYSSL_SSL2, tvb_get_ntoh24(tvb, offset)) == NULL)
        expert_add_info(pinfo, item, &ei_unknown_cipher);
}

enum { CH_VERSION = 0, CH_SPECS = 4, CH_SESSION_ID, CH_CHALLENGE };
static const struct field_row client_hello[] = {
    /* 5.5.1 */
    NUMBER(hf_handshake_version, 2), LENGTH(hf_cipher_specs_length),
    LENGTH(hf_session_id_length),    LENGTH(hf_challenge_length),
    DRAWN(draw_cipher_specs),        VARIABLE(hf_session_id),
    VARIABLE(hf_challenge),          END,
};

enum { CMK_CIPHER_KIND = 0, CMK_CLEAR_KEY = 4, CMK_ENCRYPTED_KEY, CMK_KEY_ARG };
static const struct field_row client_master_key[] = {
    /* 5.5.2 */
    DRAWN_NUMBER(draw_cipher_kind, CIPHER_SPEC_SIZE),
    LENGTH(hf_clear_key_length),
    LENGTH(hf_encrypted_key_length),
    LENGTH(hf_key_arg_length),
    VARIABLE(hf_clear_key),
    VARIABLE(hf_encrypted_key),
    VARIABLE(hf_key_arg),
    END,
};

static const struct field_row client_certificate[] = {
    /* 5.5.3 */
    NUMBER(hf_certificate_type, 1), LENGTH(hf_certificate_length), LENGTH(hf_response_length),
    DRAWN(certificate_draw),        VARIABLE(hf_response),         END,
};

/* 5.5.4 */
static const struct field_row client_finished[] = {REST(hf_connection_id), END};

enum { SH_SESSION_ID_HIT = 0, SH_CERTIFICATE = 6, SH_CONNECTION_ID = 8 };
static const struct field_row server_hello[] = {
    /* 5.6.1 */
    NUMBER(hf_session_id_hit, 1),    NUMBER(hf_certificate_type, 1),
    NUMBER(hf_handshake_version, 2), LENGTH(hf_certificate_length),
    LENGTH(hf_cipher_specs_length),  LENGTH(hf_connection_id_length),
    DRAWN(certificate_draw),         DRAWN(draw_cipher_specs),
    VARIABLE(hf_connection_id),      END,
};

/* 5.6.2, 5.6.3 */
static const struct field_row server_verify[] = {REST(hf_challenge), END};
static const struct field_row server_finished[] = {REST(hf_session_id), END};

static const struct field_row request_certificate[] = {
    /* 5.6.4 */
    NUMBER(hf_authentication_type, 1),
    REST(hf_certificate_challenge),
    END,
};

/* 5.7.1 */
static const struct field_row error[] = {NUMBER(hf_ssl2_error, 2), END};

/* The only field of a message that has one. */
enum { ONLY_FIELD = 0 };

const struct message_layout ssl2_messages[] = {
    {SSL2_ERROR, "ERROR", "Error", error},
    {SSL2_CLIENT_HELLO, "CLIENT-HELLO", "Client Hello", client_hello},
    {SSL2_CLIENT_MASTER_KEY, "CLIENT-MASTER-KEY", "Client Master Key", client_master_key},
    {SSL2_CLIENT_FINISHED, "CLIENT-FINISHED", "Client Finished", client_finished},
    {SSL2_SERVER_HELLO, "SERVER-HELLO", "Server Hello", server_hello},
    {SSL2_SERVER_VERIFY, "SERVER-VERIFY", "Server Verify", server_verify},
    {SSL2_SERVER_FINISHED, "SERVER-FINISHED", "Server Finished", server_finished},
    {SSL2_REQUEST_CERTIFICATE, "REQUEST-CERTIFICATE", "Request Certificate", request_certificate},
    {SSL2_CLIENT_CERTIFICATE, "CLIENT-CERTIFICATE", "Client Certificate", client_certificate},
    {0, NULL, NULL, NULL},
};

struct ssl2_handshake *ssl2_handshake_of(struct legacyssl_conversation *conversation)
{
    if (conversation->ssl2 == NULL)
        conversation->ssl2 = wmem_new0(wmem_file_scope(), struct ssl2_handshake);
    return conversation->ssl2;
}

/* ---- what messages leave behind ------------------------------------------------------------- */

static struct legacyssl_bytes keep(const struct parsed_message *message,
                                   struct legacyssl_bytes bytes, guint row)
{
    return file_scope_bytes(message_field(message, bytes, row));
}

static void client_hello_seen(struct ssl2_handshake *handshake,
                              const struct parsed_message *message, struct legacyssl_bytes bytes)
{
    handshake->client_hello = file_scope_bytes(bytes);
    handshake->cipher_specs = keep(message, bytes, CH_SPECS);
    handshake->session_id = keep(message, bytes, CH_SESSION_ID);
    handshake->challenge = keep(message, bytes, CH_CHALLENGE);
}

guint16 ssl2_client_hello_version(const struct parsed_message *message,
                                  struct legacyssl_bytes bytes)
{
    return (guint16)message_number(message, bytes, CH_VERSION);
}

struct legacyssl_bytes ssl2_client_hello_challenge(const struct parsed_message *message,
                                                   struct legacyssl_bytes bytes)
{
    return message_field(message, bytes, CH_CHALLENGE);
}

static void server_hello_seen(struct ssl2_handshake *handshake,
                              const struct parsed_message *message, struct legacyssl_bytes bytes)
{
    handshake->has_server_hello = TRUE;
    handshake->is_resumed = message_number(message, bytes, SH_SESSION_ID_HIT) != 0;
    handshake->certificate = keep(message, bytes, SH_CERTIFICATE);
    handshake->connection_id = keep(message, bytes, SH_CONNECTION_ID);
}

static void client_master_key_seen(struct ssl2_handshake *handshake,
                                   const struct parsed_message *message,
                                   struct legacyssl_bytes bytes)
{
    handshake->has_client_master_key = TRUE;
    handshake->cipher_kind = message_number(message, bytes, CMK_CIPHER_KIND);
    handshake->clear_key = keep(message, bytes, CMK_CLEAR_KEY);
    handshake->encrypted_key = keep(message, bytes, CMK_ENCRYPTED_KEY);
    handshake->key_arg = keep(message, bytes, CMK_KEY_ARG);
}

/* 5.6.2, 5.5.4: SERVER-VERIFY must echo the CHALLENGE, CLIENT-FINISHED the CONNECTION-ID. */
static void check_proof(const struct connection *connection, enum legacyssl_side side,
                        struct legacyssl_bytes echo, struct record_note *note)
{
    const struct legacyssl_transcript none = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    guint8 proof[LEGACYSSL_MAX_PROOF];
    gsize len;

    if (legacyssl_handshake_proof(&connection->secrets, &connection->keys, &none, side, proof,
                                  &len) != LEGACYSSL_OK)
        note->verify_status = LEGACYSSL_UNVERIFIED;
    else
        note->verify_status =
            echo.len == len && memcmp(echo.data, proof, len) == 0 ? LEGACYSSL_GOOD : LEGACYSSL_BAD;
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
        client_hello_seen(handshake, &message, bytes);
        break;
    case SSL2_SERVER_HELLO:
        server_hello_seen(handshake, &message, bytes);
        break;
    case SSL2_CLIENT_MASTER_KEY:
        client_master_key_seen(handshake, &message, bytes);
        break;
    case SSL2_SERVER_VERIFY:
    case SSL2_CLIENT_FINISHED:
        if (note->connection != NULL)
            check_proof(note->connection, side, message_field(&message, bytes, ONLY_FIELD), note);
        break;
    case SSL2_SERVER_FINISHED:
        handshake->is_finished = TRUE;
        if (note->connection != NULL && note->mac_status == LEGACYSSL_GOOD) {
            key_source_share(note->connection);
            key_source_remember(note->connection, message_field(&message, bytes, ONLY_FIELD),
                                note->frame);
        }
        break;
    default:
        break;
    }
}

void ssl2_foreign_hello_seen(struct legacyssl_conversation *conversation,
                             struct legacyssl_bytes record)
{
    struct record_note unused = {0};

    ssl2_message_seen(
        conversation, LEGACYSSL_CLIENT,
        (struct legacyssl_bytes){record.data + SSL2_HEADER_MIN, record.len - SSL2_HEADER_MIN},
        &unused);
    conversation->ssl2->has_foreign_hello = TRUE;
}

gboolean ssl2_is_handshake(const struct legacyssl_conversation *conversation,
                           enum legacyssl_side side, struct legacyssl_bytes plaintext)
{
    const guint8 type = plaintext.len != 0 ? plaintext.data[0] : G_MAXUINT8;

    if (conversation->ssl2->is_finished)
        return FALSE;
    if (side == LEGACYSSL_SERVER)
        return type == SSL2_SERVER_VERIFY || type == SSL2_SERVER_FINISHED ||
               type == SSL2_REQUEST_CERTIFICATE || type == SSL2_ERROR;
    return type == SSL2_CLIENT_FINISHED || type == SSL2_CLIENT_CERTIFICATE || type == SSL2_ERROR;
}

/* ---- drawing -------------------------------------------------------------------------------- */

void ssl2_message_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                       const struct record_note *note)
{
    handshake_draw(ssl2_messages, tvb, pinfo, tree, note);
}
