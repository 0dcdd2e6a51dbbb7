/* fields.c - everything that can be shown and filtered for
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/fields.h"

#include "legacyssl-kdf.h"
#include "tls/tls_record.h"
#include "pct1/pct1_messages.h"
#include "pct1/security_escape.h"
#include "wireshark/proto.h"

int hf_record_length = FIELD_INIT;
int hf_is_escape = FIELD_INIT;
int hf_padding_length = FIELD_INIT;
int hf_escape_type = FIELD_INIT;
int hf_sequence_number = FIELD_INIT;
int hf_encrypted = FIELD_INIT;
int hf_mac = FIELD_INIT;
int hf_mac_expected = FIELD_INIT;
int hf_mac_status = FIELD_INIT;
int hf_padding = FIELD_INIT;
int hf_padding_status = FIELD_INIT;
int hf_app_data = FIELD_INIT;
int hf_out_of_band = FIELD_INIT;
int hf_reassembled_from = FIELD_INIT;
int hf_stream = FIELD_INIT;
int hf_version = FIELD_INIT;
int hf_cipher_suite = FIELD_INIT;
int hf_key_source = FIELD_INIT;
int hf_keys_reading = FIELD_INIT;
int hf_master_secret = FIELD_INIT;
int hf_client_write_key = FIELD_INIT;
int hf_server_write_key = FIELD_INIT;
int hf_client_write_mac_secret = FIELD_INIT;
int hf_server_write_mac_secret = FIELD_INIT;
int hf_client_write_iv = FIELD_INIT;
int hf_server_write_iv = FIELD_INIT;
int hf_handshake_type = FIELD_INIT;
int hf_handshake_version = FIELD_INIT;
int hf_cipher_specs_length = FIELD_INIT;
int hf_cipher_spec = FIELD_INIT;
int hf_session_id_length = FIELD_INIT;
int hf_session_id = FIELD_INIT;
int hf_session_id_hit = FIELD_INIT;
int hf_challenge_length = FIELD_INIT;
int hf_challenge = FIELD_INIT;
int hf_connection_id_length = FIELD_INIT;
int hf_connection_id = FIELD_INIT;
int hf_certificate_type = FIELD_INIT;
int hf_certificate_length = FIELD_INIT;
int hf_certificate = FIELD_INIT;
int hf_clear_key_length = FIELD_INIT;
int hf_clear_key = FIELD_INIT;
int hf_encrypted_key_length = FIELD_INIT;
int hf_encrypted_key = FIELD_INIT;
int hf_key_arg_length = FIELD_INIT;
int hf_key_arg = FIELD_INIT;
int hf_response_length = FIELD_INIT;
int hf_response = FIELD_INIT;
int hf_authentication_type = FIELD_INIT;
int hf_certificate_challenge = FIELD_INIT;
int hf_ssl2_error = FIELD_INIT;
int hf_verify_status = FIELD_INIT;
int hf_change_cipher_spec = FIELD_INIT;
int hf_handshake_fragment = FIELD_INIT;
int hf_verify_data = FIELD_INIT;
int hf_record_version = FIELD_INIT;
int hf_content_type = FIELD_INIT;
int hf_lost_bytes = FIELD_INIT;
int hf_lost_records = FIELD_INIT;

int ett_legacyssl = FIELD_INIT;
int ett_record = FIELD_INIT;
int ett_keys = FIELD_INIT;
int ett_handshake = FIELD_INIT;
int ett_certificate = FIELD_INIT;
int ett_cipher_specs = FIELD_INIT;

expert_field ei_no_secret = EI_INIT;
expert_field ei_secret_length = EI_INIT;
expert_field ei_not_derivable = EI_INIT;
expert_field ei_unknown_cipher = EI_INIT;
expert_field ei_keylog_line = EI_INIT;
expert_field ei_ephemeral_key = EI_INIT;
expert_field ei_premaster_version = EI_INIT;
expert_field ei_mac_bad = EI_INIT;
expert_field ei_mac_diagnosis = EI_INIT;
expert_field ei_padding_bad = EI_INIT;
expert_field ei_verify_bad = EI_INIT;
expert_field ei_record_too_long = EI_INIT;
expert_field ei_record_damaged = EI_INIT;
expert_field ei_lost_handshake = EI_INIT;
expert_field ei_lost_segments = EI_INIT;
expert_field ei_not_inflated = EI_INIT;
expert_field ei_record_cut_short = EI_INIT;
expert_field ei_padding_too_long = EI_INIT;
expert_field ei_handshake_cut_short = EI_INIT;
expert_field ei_unknown_message = EI_INIT;
expert_field ei_unknown_escape = EI_INIT;

static const value_string version_names[] = {
    {0x0002, "SSL 2.0"}, {0x8001, "PCT 1.0"}, {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0, NULL},
};

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

/* draft-benaloh-pct-00 5.5.4 */
static const value_string escape_types[] = {
    {PCT_ET_OOB_DATA, "PCT_ET_OOB_DATA"},
    {PCT_ET_REDO_CONN, "PCT_ET_REDO_CONN"},
    {0, NULL},
};

static void format_cipher_suite(gchar *text, guint32 code)
{
    const struct legacyssl_suite *suite =
        legacyssl_suite_find(code > G_MAXUINT16 ? LEGACYSSL_SSL2 : LEGACYSSL_TLS10, code);

    snprintf(text, ITEM_LABEL_LENGTH, "%s (0x%0*x)", suite != NULL ? suite->name : "unknown",
             code > G_MAXUINT16 ? 6 : 4, code);
}

/* Cipher specs with the most significant bit set are no ciphers: they offer PCT. */
static void format_cipher_spec(gchar *text, guint32 code)
{
    if (code & 0x800000)
        pct1_format_pseudo_spec(text, code);
    else
        format_cipher_suite(text, code);
}

#define ABBREV(name) "legacyssl." name
/* One field: where its number goes, filter name, label, type, display, strings, description. */
#define FIELD(variable, abbrev, label, type, display, strings, blurb)                              \
    {                                                                                              \
        &(variable),                                                                               \
        {                                                                                          \
            label, ABBREV(abbrev), type, display, strings, 0, blurb, HFILL                         \
        }                                                                                          \
    }

static void register_fields(void)
{
    static hf_register_info fields[] = {
        FIELD(hf_record_length, "record.length", "Length", FT_UINT16, BASE_DEC, NULL,
              "Length of the record's body"),
        FIELD(hf_is_escape, "record.is_escape", "Security escape", FT_BOOLEAN, BASE_NONE, NULL,
              "Whether this is an escape record"),
        FIELD(hf_padding_length, "record.padding_length", "Padding length", FT_UINT8, BASE_DEC,
              NULL, "Bytes of padding at the end of the body"),
        FIELD(hf_escape_type, "record.escape_type", "ESCAPE_TYPE_CODE", FT_UINT8, BASE_HEX,
              VALS(escape_types), "What the security escape is for"),
        FIELD(hf_sequence_number, "record.sequence_number", "Sequence number", FT_UINT32, BASE_DEC,
              NULL, "The record's number in its MAC"),
        FIELD(hf_encrypted, "record.encrypted", "Encrypted body", FT_BYTES, BASE_NONE, NULL, NULL),
        FIELD(hf_mac, "record.mac", "MAC", FT_BYTES, BASE_NONE, NULL,
              "Message authentication code of the record"),
        FIELD(hf_mac_expected, "record.mac.expected", "Expected MAC", FT_BYTES, BASE_NONE, NULL,
              "What the MAC would be if nothing were wrong"),
        FIELD(hf_mac_status, "record.mac.status", "MAC status", FT_UINT8, BASE_NONE,
              VALS(proto_checksum_vals), "Whether the MAC is right"),
        FIELD(hf_padding, "record.padding", "Padding", FT_BYTES, BASE_NONE, NULL, NULL),
        FIELD(hf_padding_status, "record.padding.status", "Padding status", FT_UINT8, BASE_NONE,
              VALS(proto_checksum_vals), "Whether the padding is as the protocol wants it"),
        FIELD(hf_app_data, "app_data", "Application data", FT_BYTES, BASE_NONE, NULL,
              "Decrypted application bytes of the record"),
        FIELD(hf_out_of_band, "out_of_band", "Out-of-band data", FT_BOOLEAN, BASE_NONE, NULL,
              "Application data that do not belong into the sender's stream"),
        FIELD(hf_reassembled_from, "reassembled_from", "Reassembled with records from frame",
              FT_FRAMENUM, BASE_NONE, NULL,
              "The frame in which this message of the application began"),
        FIELD(hf_stream, "stream", "Stream index", FT_UINT32, BASE_DEC, NULL,
              "Number of the conversation among those of this protocol"),
        FIELD(hf_version, "version", "Version", FT_UINT16, BASE_HEX, VALS(version_names),
              "Protocol version of the conversation"),
        FIELD(hf_cipher_suite, "cipher_suite", "Cipher suite", FT_UINT32, BASE_CUSTOM,
              CF_FUNC(format_cipher_suite), "The suite that the handshake agreed upon"),
        FIELD(hf_key_source, "key_source", "Key source", FT_STRING, BASE_NONE, NULL,
              "Where the secret came from"),
        FIELD(hf_keys_reading, "keys.reading", "Reading of the specification", FT_STRING, BASE_NONE,
              NULL, "Which reading of an unclear sentence made the MAC right"),
        FIELD(hf_master_secret, "keys.master_secret", "master_secret", FT_BYTES, BASE_NONE, NULL,
              NULL),
        FIELD(hf_client_write_key, "keys.client_write_key", "client_write_key", FT_BYTES, BASE_NONE,
              NULL, NULL),
        FIELD(hf_server_write_key, "keys.server_write_key", "server_write_key", FT_BYTES, BASE_NONE,
              NULL, NULL),
        FIELD(hf_client_write_mac_secret, "keys.client_write_mac_secret", "client_write_MAC_secret",
              FT_BYTES, BASE_NONE, NULL, NULL),
        FIELD(hf_server_write_mac_secret, "keys.server_write_mac_secret", "server_write_MAC_secret",
              FT_BYTES, BASE_NONE, NULL, NULL),
        FIELD(hf_client_write_iv, "keys.client_write_iv", "client_write_IV", FT_BYTES, BASE_NONE,
              NULL, NULL),
        FIELD(hf_server_write_iv, "keys.server_write_iv", "server_write_IV", FT_BYTES, BASE_NONE,
              NULL, NULL),
        FIELD(hf_handshake_type, "handshake.type", "Message type", FT_UINT8, BASE_DEC, NULL, NULL),
        FIELD(hf_handshake_version, "handshake.version", "Version", FT_UINT16, BASE_HEX,
              VALS(version_names), NULL),
        FIELD(hf_cipher_specs_length, "handshake.cipher_specs_length", "CIPHER-SPECS-LENGTH",
              FT_UINT16, BASE_DEC, NULL, NULL),
        FIELD(hf_cipher_spec, "handshake.cipher_spec", "CIPHER-KIND", FT_UINT24, BASE_CUSTOM,
              CF_FUNC(format_cipher_spec), "A cipher that is offered"),
        FIELD(hf_session_id_length, "handshake.session_id_length", "SESSION-ID-LENGTH", FT_UINT16,
              BASE_DEC, NULL, NULL),
        FIELD(hf_session_id, "handshake.session_id", "SESSION-ID-DATA", FT_BYTES, BASE_NONE, NULL,
              NULL),
        FIELD(hf_session_id_hit, "handshake.session_id_hit", "SESSION-ID-HIT", FT_UINT8, BASE_DEC,
              NULL, "Whether the server knows the session"),
        FIELD(hf_challenge_length, "handshake.challenge_length", "CHALLENGE-LENGTH", FT_UINT16,
              BASE_DEC, NULL, NULL),
        FIELD(hf_challenge, "handshake.challenge", "CHALLENGE-DATA", FT_BYTES, BASE_NONE, NULL,
              "The client's random"),
        FIELD(hf_connection_id_length, "handshake.connection_id_length", "CONNECTION-ID-LENGTH",
              FT_UINT16, BASE_DEC, NULL, NULL),
        FIELD(hf_connection_id, "handshake.connection_id", "CONNECTION-ID-DATA", FT_BYTES,
              BASE_NONE, NULL, "The server's random"),
        FIELD(hf_certificate_type, "handshake.certificate_type", "CERTIFICATE-TYPE", FT_UINT8,
              BASE_DEC, VALS(certificate_types), NULL),
        FIELD(hf_certificate_length, "handshake.certificate_length", "CERTIFICATE-LENGTH",
              FT_UINT16, BASE_DEC, NULL, NULL),
        FIELD(hf_certificate, "handshake.certificate", "CERTIFICATE-DATA", FT_BYTES, BASE_NONE,
              NULL, NULL),
        FIELD(hf_clear_key_length, "handshake.clear_key_length", "CLEAR-KEY-LENGTH", FT_UINT16,
              BASE_DEC, NULL, NULL),
        FIELD(hf_clear_key, "handshake.clear_key", "CLEAR-KEY-DATA", FT_BYTES, BASE_NONE, NULL,
              "The part of the master key that crosses the wire in the clear"),
        FIELD(hf_encrypted_key_length, "handshake.encrypted_key_length", "ENCRYPTED-KEY-LENGTH",
              FT_UINT16, BASE_DEC, NULL, NULL),
        FIELD(hf_encrypted_key, "handshake.encrypted_key", "ENCRYPTED-KEY-DATA", FT_BYTES,
              BASE_NONE, NULL, "The part that is encrypted for the server"),
        FIELD(hf_key_arg_length, "handshake.key_arg_length", "KEY-ARG-LENGTH", FT_UINT16, BASE_DEC,
              NULL, NULL),
        FIELD(hf_key_arg, "handshake.key_arg", "KEY-ARG-DATA", FT_BYTES, BASE_NONE, NULL,
              "The initialization vector of both directions"),
        FIELD(hf_response_length, "handshake.response_length", "RESPONSE-LENGTH", FT_UINT16,
              BASE_DEC, NULL, NULL),
        FIELD(hf_response, "handshake.response", "RESPONSE-DATA", FT_BYTES, BASE_NONE, NULL, NULL),
        FIELD(hf_authentication_type, "handshake.authentication_type", "AUTHENTICATION-TYPE",
              FT_UINT8, BASE_DEC, VALS(authentication_types), NULL),
        FIELD(hf_certificate_challenge, "handshake.certificate_challenge",
              "CERTIFICATE-CHALLENGE-DATA", FT_BYTES, BASE_NONE, NULL, NULL),
        FIELD(hf_ssl2_error, "handshake.error_code", "ERROR-CODE", FT_UINT16, BASE_HEX,
              VALS(ssl2_errors), NULL),
        FIELD(hf_verify_status, "handshake.verify.status", "Proof of the handshake", FT_UINT8,
              BASE_NONE, VALS(proto_checksum_vals),
              "Whether this message proves what it is sent for"),
        FIELD(hf_lost_bytes, "lost_segments.bytes", "Bytes missing before this record", FT_UINT32,
              BASE_DEC, NULL, "How many bytes of this sender the capture lacks"),
        FIELD(hf_lost_records, "lost_segments.records", "Records lost", FT_UINT32, BASE_DEC, NULL,
              "How many records before this one are missing, cut, or could not be verified"),
        FIELD(hf_content_type, "record.content_type", "Content type", FT_UINT8, BASE_DEC,
              VALS(tls_content_types), NULL),
        FIELD(hf_record_version, "record.version", "Record version", FT_UINT16, BASE_HEX,
              VALS(version_names), "Version in the record header"),
        FIELD(hf_verify_data, "handshake.verify_data", "verify_data", FT_BYTES, BASE_NONE, NULL,
              "What a Finished message proves the handshake with"),
        FIELD(hf_handshake_fragment, "handshake.fragment", "Handshake fragment", FT_BYTES,
              BASE_NONE, NULL, "Part of messages that go beyond this record"),
        FIELD(hf_change_cipher_spec, "change_cipher_spec", "Change Cipher Spec", FT_BYTES,
              BASE_NONE, NULL, "The next record of this sender is under new keys"),
    };
    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
}

static void register_subtrees(void)
{
    static int *subtrees[] = {
        &ett_legacyssl, &ett_record, &ett_keys, &ett_handshake, &ett_certificate, &ett_cipher_specs,
    };
    proto_register_subtree_array(subtrees, array_length(subtrees));
}

#define EXPERT(variable, abbrev, group, severity, text)                                            \
    {                                                                                              \
        &(variable),                                                                               \
        {                                                                                          \
            ABBREV(abbrev), group, severity, text, EXPFILL                                         \
        }                                                                                          \
    }

static void register_expert_items(void)
{
    static ei_register_info items[] = {
        EXPERT(ei_no_secret, "no_secret", PI_DECRYPTION, PI_WARN,
               "No secret is known for this session"),
        EXPERT(ei_secret_length, "secret_length", PI_DECRYPTION, PI_WARN,
               "The secret has the wrong length for this suite"),
        EXPERT(ei_not_derivable, "not_derivable", PI_DECRYPTION, PI_NOTE,
               "The keys of this suite can't be derived from a master secret"),
        EXPERT(ei_unknown_cipher, "unknown_cipher", PI_DECRYPTION, PI_WARN,
               "Unknown cipher kind: records can't be decrypted; is the capture damaged?"),
        EXPERT(ei_keylog_line, "keylog.line", PI_DECRYPTION, PI_WARN,
               "A line of the key log can't be used"),
        EXPERT(ei_ephemeral_key, "ephemeral_key", PI_DECRYPTION, PI_NOTE,
               "The server's RSA key can't open this session: the key exchange was ephemeral"),
        EXPERT(ei_premaster_version, "premaster.version", PI_SECURITY, PI_WARN,
               "The premaster secret has another version than ClientHello"),
        EXPERT(
            ei_mac_bad, "record.mac.bad", PI_CHECKSUM, PI_ERROR,
            "The MAC does not match: the secret is another session's, or the record was changed"),
        EXPERT(ei_mac_diagnosis, "record.mac.diagnosis", PI_CHECKSUM, PI_NOTE,
               "Why the MAC does not match"),
        EXPERT(ei_padding_bad, "record.padding.bad", PI_CHECKSUM, PI_WARN,
               "The padding is not as the protocol wants it"),
        EXPERT(ei_verify_bad, "handshake.verify.bad", PI_CHECKSUM, PI_ERROR,
               "This message does not prove the handshake: the secret is another session's, or a "
               "message "
               "was changed"),
        EXPERT(ei_record_too_long, "record.too_long", PI_PROTOCOL, PI_WARN,
               "The record is longer than the protocol allows"),
        EXPERT(ei_record_damaged, "record.damaged", PI_PROTOCOL, PI_WARN,
               "The record can't be opened"),
        EXPERT(ei_lost_handshake, "lost_handshake", PI_DECRYPTION, PI_WARN,
               "Handshake messages that the keys need are not in the capture"),
        EXPERT(ei_lost_segments, "lost_segments", PI_SEQUENCE, PI_WARN,
               "The capture lacks segments of this sender"),
        EXPERT(ei_not_inflated, "record.not_inflated", PI_DECRYPTION, PI_WARN,
               "This record is compressed, and refers to earlier ones that are missing: it can't "
               "be decompressed"),
        EXPERT(ei_record_cut_short, "record.cut_short", PI_PROTOCOL, PI_WARN,
               "The capture does not have the whole record: capture with a larger snapshot length"),
        EXPERT(ei_padding_too_long, "record.padding_too_long", PI_MALFORMED, PI_ERROR,
               "The padding is longer than the record"),
        EXPERT(ei_handshake_cut_short, "handshake.cut_short", PI_MALFORMED, PI_ERROR,
               "The message ends before its fields do"),
        EXPERT(ei_unknown_message, "handshake.unknown_message", PI_PROTOCOL, PI_WARN,
               "No message of this protocol has this type"),
        EXPERT(ei_unknown_escape, "record.unknown_escape", PI_PROTOCOL, PI_WARN,
               "No security escape has this type"),
    };
    expert_register_field_array(expert_register_protocol(proto_legacyssl), items,
                                array_length(items));
}

void fields_register(void)
{
    register_fields();
    pct1_fields_register();
    register_subtrees();
    register_expert_items();
}
