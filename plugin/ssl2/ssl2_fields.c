/* ssl2_fields.c - the fields of SSL 2.0's messages and headers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_fields.h"

#include "show/field_rows.h"
#include "show/fields.h"
#include "wireshark/proto.h"
#include "show/builtin_fields.h"

int hf_authentication_type = FIELD_INIT;
int hf_certificate_challenge = FIELD_INIT;
int hf_certificate_length = FIELD_INIT;
int hf_certificate_type = FIELD_INIT;
int hf_challenge = FIELD_INIT;
int hf_challenge_length = FIELD_INIT;
int hf_cipher_spec = FIELD_INIT;
int hf_cipher_specs = FIELD_INIT;
int hf_cipher_specs_length = FIELD_INIT;
int hf_clear_key = FIELD_INIT;
int hf_clear_key_length = FIELD_INIT;
int hf_connection_id = FIELD_INIT;
int hf_connection_id_length = FIELD_INIT;
int hf_encrypted_key = FIELD_INIT;
int hf_encrypted_key_length = FIELD_INIT;
int hf_handshake_version = FIELD_INIT;
int hf_is_escape = FIELD_INIT;
int hf_key_arg = FIELD_INIT;
int hf_key_arg_length = FIELD_INIT;
int hf_padding_length = FIELD_INIT;
int hf_response = FIELD_INIT;
int hf_response_length = FIELD_INIT;
int hf_session_id = FIELD_INIT;
int hf_session_id_hit = FIELD_INIT;
int hf_session_id_length = FIELD_INIT;
int hf_ssl2_error = FIELD_INIT;

int ett_cipher_specs = FIELD_INIT;

/* draft-hickman C.5 */
static const value_string certificate_types[] = {
    {0, "none"},
    {1, "SSL_CT_X509_CERTIFICATE"},
    {0, NULL},
};

/* draft-hickman C.6 */
static const value_string authentication_types[] = {
    {1, "SSL_AT_MD5_WITH_RSA_ENCRYPTION"},
    {0, NULL},
};

/* draft-hickman C.3 */
static const value_string ssl2_errors[] = {
    {0x0001, "SSL_PE_NO_CIPHER"},
    {0x0002, "SSL_PE_NO_CERTIFICATE"},
    {0x0004, "SSL_PE_BAD_CERTIFICATE"},
    {0x0006, "SSL_PE_UNSUPPORTED_CERTIFICATE_TYPE"},
    {0, NULL},
};

#define PSEUDO_SPEC 0x800000

static void (*format_pseudo)(gchar *text, guint32 code);

static void format_cipher_spec(gchar *text, guint32 code)
{
    if (code & PSEUDO_SPEC)
        format_pseudo(text, code);
    else
        format_cipher_suite(text, code);
}

void ssl2_fields_register(void (*format_pseudo_spec)(gchar *text, guint32 code))
{
    static hf_register_info fields[] = {
        FIELD(hf_is_escape, "record.is_escape", "Security escape", FT_BOOLEAN, BASE_NONE, NULL,
              "Whether this is an escape record"),
        FIELD(hf_padding_length, "record.padding_length", "Padding length", FT_UINT8, BASE_DEC,
              NULL, "Bytes of padding at the end of the body"),
        FIELD(hf_handshake_version, "handshake.version", "Version", FT_UINT16, BASE_HEX,
              VALS(legacyssl_versions), "The version that this side speaks"),
        FIELD(hf_cipher_specs_length, "handshake.cipher_specs_length", "CIPHER-SPECS-LENGTH",
              FT_UINT16, BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_cipher_specs, "handshake.cipher_specs", "CIPHER-SPECS-DATA", FT_NONE, BASE_NONE, NULL,
              "The ciphers that this side offers"),
        FIELD(hf_cipher_spec, "handshake.cipher_spec", "CIPHER-KIND", FT_UINT24, BASE_CUSTOM,
              CF_FUNC(format_cipher_spec), "A cipher that is offered"),
        FIELD(hf_session_id_length, "handshake.session_id_length", "SESSION-ID-LENGTH", FT_UINT16,
              BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_session_id, "handshake.session_id", "SESSION-ID-DATA", FT_BYTES, BASE_NONE, NULL,
              "The session that is resumed, or what a new one is called"),
        FIELD(hf_session_id_hit, "handshake.session_id_hit", "SESSION-ID-HIT", FT_UINT8, BASE_DEC,
              NULL, "Whether the server knows the session"),
        FIELD(hf_challenge_length, "handshake.challenge_length", "CHALLENGE-LENGTH", FT_UINT16,
              BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_challenge, "handshake.challenge", "CHALLENGE-DATA", FT_BYTES, BASE_NONE, NULL,
              "The client's random"),
        FIELD(hf_connection_id_length, "handshake.connection_id_length", "CONNECTION-ID-LENGTH",
              FT_UINT16, BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_connection_id, "handshake.connection_id", "CONNECTION-ID-DATA", FT_BYTES,
              BASE_NONE, NULL, "The server's random"),
        FIELD(hf_certificate_type, "handshake.certificate_type", "CERTIFICATE-TYPE", FT_UINT8,
              BASE_DEC, VALS(certificate_types), "What kind of certificate this is"),
        FIELD(hf_certificate_length, "handshake.certificate_length", "CERTIFICATE-LENGTH",
              FT_UINT16, BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_clear_key_length, "handshake.clear_key_length", "CLEAR-KEY-LENGTH", FT_UINT16,
              BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_clear_key, "handshake.clear_key", "CLEAR-KEY-DATA", FT_BYTES, BASE_NONE, NULL,
              "The part of the master key that crosses the wire in the clear"),
        FIELD(hf_encrypted_key_length, "handshake.encrypted_key_length", "ENCRYPTED-KEY-LENGTH",
              FT_UINT16, BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_encrypted_key, "handshake.encrypted_key", "ENCRYPTED-KEY-DATA", FT_BYTES,
              BASE_NONE, NULL, "The part that is encrypted for the server"),
        FIELD(hf_key_arg_length, "handshake.key_arg_length", "KEY-ARG-LENGTH", FT_UINT16, BASE_DEC,
              NULL, "How many bytes that field has"),
        FIELD(hf_key_arg, "handshake.key_arg", "KEY-ARG-DATA", FT_BYTES, BASE_NONE, NULL,
              "The initialization vector of both directions"),
        FIELD(hf_response_length, "handshake.response_length", "RESPONSE-LENGTH", FT_UINT16,
              BASE_DEC, NULL, "How many bytes that field has"),
        FIELD(hf_response, "handshake.response", "RESPONSE-DATA", FT_BYTES, BASE_NONE, NULL,
              "The client's signature, which proves who it is"),
        FIELD(hf_authentication_type, "handshake.authentication_type", "AUTHENTICATION-TYPE",
              FT_UINT8, BASE_DEC, VALS(authentication_types),
              "How the server wants the client to prove who it is"),
        FIELD(hf_certificate_challenge, "handshake.certificate_challenge",
              "CERTIFICATE-CHALLENGE-DATA", FT_BYTES, BASE_NONE, NULL,
              "Random bytes for the client to sign"),
        FIELD(hf_ssl2_error, "handshake.error_code", "ERROR-CODE", FT_UINT16, BASE_HEX,
              VALS(ssl2_errors), "Why the handshake ends here, or what can be done without"),
    };
    static int *subtrees[] = {&ett_cipher_specs};

    static const struct builtin_twin twins[] = {
        {&hf_handshake_version, "tls.handshake.version"},
        {&hf_cipher_specs_length, "tls.handshake.cipher_spec_len"},
        {&hf_cipher_spec, "tls.handshake.cipherspec"},
        {&hf_cipher_spec, "tls.ssl2.handshake.cipherspec"},
        {&hf_session_id_length, "tls.handshake.session_id_length"},
        {&hf_session_id, "tls.handshake.session_id"},
        {&hf_session_id_hit, "tls.handshake.session_id_hit"},
        {&hf_challenge_length, "tls.handshake.challenge_length"},
        {&hf_challenge, "tls.handshake.challenge"},
        {&hf_connection_id_length, "tls.handshake.connection_id_length"},
        {&hf_connection_id, "tls.handshake.connection_id"},
        {&hf_certificate_type, "tls.handshake.cert_type"},
        {&hf_certificate_type, "tls.ssl2.handshake.cert_type"},
        {&hf_certificate_length, "tls.handshake.certificate_length"},
        {&hf_clear_key_length, "tls.handshake.clear_key_length"},
        {&hf_clear_key, "tls.handshake.clear_key_data"},
        {&hf_encrypted_key_length, "tls.handshake.encrypted_key_length"},
        {&hf_encrypted_key, "tls.handshake.encrypted_key"},
        {&hf_key_arg_length, "tls.handshake.key_arg_length"},
        {&hf_key_arg, "tls.handshake.key_arg"},
        {&hf_is_escape, "tls.record.is_escape"},
        {&hf_padding_length, "tls.record.padding_length"},
    };

    format_pseudo = format_pseudo_spec;
    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    builtin_twins_register(twins, G_N_ELEMENTS(twins));
}
