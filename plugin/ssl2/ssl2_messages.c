/* ssl2_messages.c - the messages of SSL 2.0: their layouts and drawing
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_messages.h"

#include "show/certificate.h"
#include "show/fields.h"
#include "show/handshake_draw.h"
#include "ssl2/ssl2_fields.h"
#include "show/builtin_fields.h"
#include "show/suite_draw.h"

#include <epan/expert.h>

static void draw_cipher_spec(tvbuff_t *tvb, proto_tree *tree, int offset)
{
    proto_tree_add_item(tree, hf_cipher_spec, tvb, offset, SSL2_CIPHER_SPEC_SIZE, ENC_BIG_ENDIAN);
    builtin_twin_item(tree, hf_cipher_spec, tvb, offset, SSL2_CIPHER_SPEC_SIZE, ENC_BIG_ENDIAN);
}

static void draw_cipher_specs(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree, int offset,
                              int len)
{
    proto_item *item =
        proto_tree_add_none_format(tree, hf_cipher_specs, tvb, offset, len,
                                   "CIPHER-SPECS-DATA (%d)", len / SSL2_CIPHER_SPEC_SIZE);
    proto_tree *specs = proto_item_add_subtree(item, ett_cipher_specs);

    builtin_field_cipher_specs(tree, tvb, offset, len);
    for (int end = offset + len; end - offset >= SSL2_CIPHER_SPEC_SIZE;
         offset += SSL2_CIPHER_SPEC_SIZE)
        draw_cipher_spec(tvb, specs, offset);
}

static void draw_cipher_kind(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                             int len)
{
    const guint32 code = tvb_get_ntoh24(tvb, offset);
    const struct legacyssl_suite *suite = legacyssl_suite_find(LEGACYSSL_SSL2, code);
    proto_item *item =
        suite_draw(tree, tvb, offset, len, suite != NULL ? suite->name : NULL, code);

    builtin_twin_item(tree, hf_cipher_spec, tvb, offset, len, ENC_BIG_ENDIAN);
    if (suite == NULL)
        expert_add_info(pinfo, item, &ei_unknown_cipher);
}

static const struct field_row client_hello[] = {
    /* 5.5.1 */
    NUMBER(hf_handshake_version, 2), LENGTH(hf_cipher_specs_length),
    LENGTH(hf_session_id_length),    LENGTH(hf_challenge_length),
    DRAWN(draw_cipher_specs),        VARIABLE(hf_session_id),
    VARIABLE(hf_challenge),          END,
};

static const struct field_row client_master_key[] = {
    /* 5.5.2 */
    DRAWN_NUMBER(draw_cipher_kind, SSL2_CIPHER_SPEC_SIZE),
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

guint16 ssl2_client_hello_version(const struct parsed_message *message,
                                  struct legacyssl_bytes bytes)
{
    return (guint16)message_number(message, bytes, SSL2_CH_VERSION);
}

struct legacyssl_bytes ssl2_client_hello_challenge(const struct parsed_message *message,
                                                   struct legacyssl_bytes bytes)
{
    return message_field(message, bytes, SSL2_CH_CHALLENGE);
}

void ssl2_message_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                       const struct record_note *note)
{
    handshake_draw(ssl2_messages, tvb, pinfo, tree, note);
    builtin_field_ssl2_type(tree, tvb);
}
