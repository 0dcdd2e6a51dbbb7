/* fields.c - what can be shown and filtered for in more than one protocol
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/fields.h"

#include "show/field_rows.h"

#include "legacyssl-kdf.h"
#include "wireshark/proto.h"
#include "show/builtin_fields.h"

int hf_record = FIELD_INIT;
int hf_record_length = FIELD_INIT;
int hf_sequence_number = FIELD_INIT;
int hf_encrypted = FIELD_INIT;
int hf_mac = FIELD_INIT;
int hf_mac_expected = FIELD_INIT;
int hf_mac_status = FIELD_INIT;
int hf_padding = FIELD_INIT;
int hf_padding_status = FIELD_INIT;
int hf_app_data = FIELD_INIT;
int hf_answered_hello = FIELD_INIT;
int hf_stream = FIELD_INIT;
int hf_version = FIELD_INIT;
int hf_cipher_suite = FIELD_INIT;
int hf_cipher_suite_number = FIELD_INIT;
int hf_key_source = FIELD_INIT;
int hf_keys_reading = FIELD_INIT;
int hf_keys = FIELD_INIT;
int hf_keys_in = FIELD_INIT;
int hf_keys_resumes = FIELD_INIT;
int hf_closed_in = FIELD_INIT;
int hf_master_secret = FIELD_INIT;
int hf_client_write_key = FIELD_INIT;
int hf_server_write_key = FIELD_INIT;
int hf_client_write_mac_secret = FIELD_INIT;
int hf_server_write_mac_secret = FIELD_INIT;
int hf_client_write_iv = FIELD_INIT;
int hf_server_write_iv = FIELD_INIT;
int hf_handshake = FIELD_INIT;
int hf_handshake_type = FIELD_INIT;
int hf_certificate = FIELD_INIT;
int hf_verify_status = FIELD_INIT;
int hf_lost_bytes = FIELD_INIT;
int hf_lost_records = FIELD_INIT;

int ett_legacyssl = FIELD_INIT;
int ett_record = FIELD_INIT;
int ett_keys = FIELD_INIT;
int ett_handshake = FIELD_INIT;
int ett_certificate = FIELD_INIT;

expert_field ei_resumed = EI_INIT;
expert_field ei_no_secret = EI_INIT;
expert_field ei_secret_length = EI_INIT;
expert_field ei_write_keys = EI_INIT;
expert_field ei_not_derivable = EI_INIT;
expert_field ei_unknown_cipher = EI_INIT;
expert_field ei_keylog_line = EI_INIT;
expert_field ei_ephemeral_key = EI_INIT;
expert_field ei_premaster_version = EI_INIT;
expert_field ei_mac_bad = EI_INIT;
expert_field ei_padding_bad = EI_INIT;
expert_field ei_verify_bad = EI_INIT;
expert_field ei_record_damaged = EI_INIT;
expert_field ei_lost_handshake = EI_INIT;
expert_field ei_lost_segments = EI_INIT;
expert_field ei_record_cut_short = EI_INIT;
expert_field ei_padding_too_long = EI_INIT;
expert_field ei_handshake_cut_short = EI_INIT;
expert_field ei_unknown_message = EI_INIT;

const value_string legacyssl_versions[] = {
    {0x0002, "SSL 2.0"}, {0x8001, "PCT 1.0"}, {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0, NULL},
};

/* Wireshark's own, proto_checksum_vals, are another library's data: on Windows no constant. */
const value_string legacyssl_verdicts[] = {
    {LEGACYSSL_BAD, "Bad"},
    {LEGACYSSL_GOOD, "Good"},
    {LEGACYSSL_UNVERIFIED, "Unverified"},
    {LEGACYSSL_NOT_PRESENT, "Not present"},
    {0, NULL},
};

void format_cipher_suite(gchar *text, guint32 code)
{
    const struct legacyssl_suite *suite =
        legacyssl_suite_find(code > G_MAXUINT16 ? LEGACYSSL_SSL2 : LEGACYSSL_TLS10, code);

    snprintf(text, ITEM_LABEL_LENGTH, "%s (0x%0*x)", suite != NULL ? suite->name : "unknown",
             code > G_MAXUINT16 ? 6 : 4, code);
}

static void register_fields(void)
{
    static hf_register_info fields[] = {
        FIELD(hf_record, "record", "Record", FT_NONE, BASE_NONE, NULL, "A record, from its header to its end"),
        FIELD(hf_record_length, "record.length", "Length", FT_UINT16, BASE_DEC, NULL,
              "Length of the record's body"),
        FIELD(hf_sequence_number, "record.sequence_number", "Sequence number", FT_UINT32, BASE_DEC,
              NULL, "The record's number in its MAC"),
        FIELD(hf_encrypted, "record.encrypted", "Encrypted body", FT_BYTES, BASE_NONE, NULL,
              "The body as it crosses the wire"),
        FIELD(hf_mac, "record.mac", "MAC", FT_BYTES, BASE_NONE, NULL,
              "Message authentication code of the record"),
        FIELD(hf_mac_expected, "record.mac.expected", "Expected MAC", FT_BYTES, BASE_NONE, NULL,
              "What the MAC would be if nothing were wrong"),
        FIELD(hf_mac_status, "record.mac.status", "MAC status", FT_UINT8, BASE_NONE,
              VALS(legacyssl_verdicts), "Whether the MAC is right"),
        FIELD(hf_padding, "record.padding", "Padding", FT_BYTES, BASE_NONE, NULL,
              "What fills up the last block of a block cipher"),
        FIELD(hf_padding_status, "record.padding.status", "Padding status", FT_UINT8, BASE_NONE,
              VALS(legacyssl_verdicts), "Whether the padding is as the protocol wants it"),
        FIELD(hf_app_data, "app_data", "Application data", FT_BYTES, BASE_NONE, NULL,
              "Decrypted application bytes of the record"),
        FIELD(hf_answered_hello, "answered_hello", "Hello that this answers in frame", FT_FRAMENUM,
              BASE_NONE, NULL,
              "The frame with a hello that contradicts itself: only the answer proves what it was"),
        FIELD(hf_stream, "stream", "Stream index", FT_UINT32, BASE_DEC, NULL,
              "Number of the conversation among those of this protocol"),
        FIELD(hf_version, "version", "Version", FT_UINT16, BASE_HEX, VALS(legacyssl_versions),
              "Protocol version of the conversation"),
        FIELD(hf_cipher_suite, "cipher_suite", "Cipher suite", FT_STRING, BASE_NONE, NULL,
              "Name of the suite that the handshake agreed upon"),
        FIELD(hf_cipher_suite_number, "cipher_suite.number", "Cipher suite number", FT_UINT32, BASE_HEX,
              NULL, "Number of the suite that the handshake agreed upon"),
        FIELD(hf_key_source, "key_source", "Key source", FT_STRING, BASE_NONE, NULL,
              "Where the secret came from"),
        FIELD(hf_keys_reading, "keys.reading", "Reading of the specification", FT_STRING, BASE_NONE,
              NULL, "Which reading of an unclear sentence made the MAC right"),
        FIELD(hf_keys, "keys", "Keys", FT_NONE, BASE_NONE, NULL,
              "The secret and the keys of a session, or why there are none, where they come into force"),
        FIELD(hf_keys_in, "keys_in", "Keys in frame", FT_FRAMENUM, BASE_NONE, NULL,
              "The frame that shows the keys of this record"),
        FIELD(hf_closed_in, "closed_in", "Why it is closed in frame", FT_FRAMENUM, BASE_NONE, NULL,
              "The frame that says why there are no keys for this record"),
        FIELD(hf_keys_resumes, "keys.resumes", "Resumes the session of frame", FT_FRAMENUM, BASE_NONE,
              NULL, "The frame from which on the session was known that is resumed here"),
        FIELD(hf_master_secret, "keys.master_secret", "master_secret", FT_BYTES, BASE_NONE, NULL,
              "The secret that all keys are derived from"),
        FIELD(hf_client_write_key, "keys.client_write_key", "client_write_key", FT_BYTES, BASE_NONE,
              NULL, "The key that the client encrypts with"),
        FIELD(hf_server_write_key, "keys.server_write_key", "server_write_key", FT_BYTES, BASE_NONE,
              NULL, "The key that the server encrypts with"),
        FIELD(hf_client_write_mac_secret, "keys.client_write_mac_secret", "client_write_MAC_secret",
              FT_BYTES, BASE_NONE, NULL, "The key of the MACs of what the client sends"),
        FIELD(hf_server_write_mac_secret, "keys.server_write_mac_secret", "server_write_MAC_secret",
              FT_BYTES, BASE_NONE, NULL, "The key of the MACs of what the server sends"),
        FIELD(hf_client_write_iv, "keys.client_write_iv", "client_write_IV", FT_BYTES, BASE_NONE,
              NULL, "The initialization vector of the client's first record"),
        FIELD(hf_server_write_iv, "keys.server_write_iv", "server_write_IV", FT_BYTES, BASE_NONE,
              NULL, "The initialization vector of the server's first record"),
        FIELD(hf_handshake, "handshake", "Handshake message", FT_NONE, BASE_NONE, NULL,
              "A message of the handshake"),
        FIELD(hf_handshake_type, "handshake.type", "Message type", FT_UINT8, BASE_DEC, NULL,
              "Which message of the handshake this is"),
        FIELD(hf_certificate, "handshake.certificate", "Certificate", FT_BYTES, BASE_NONE, NULL,
              "A certificate of either side, or several"),
        FIELD(hf_verify_status, "handshake.verify.status", "Proof of the handshake", FT_UINT8,
              BASE_NONE, VALS(legacyssl_verdicts),
              "Whether this message proves what it is sent for"),
        FIELD(hf_lost_bytes, "lost_segments.bytes", "Bytes missing before this record", FT_UINT32,
              BASE_DEC, NULL, "How many bytes of this sender the capture lacks"),
        FIELD(hf_lost_records, "lost_segments.records", "Records lost", FT_UINT32, BASE_DEC, NULL,
              "How many records before this one are missing, cut, or could not be verified"),
    };
    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
}

static void register_subtrees(void)
{
    static int *subtrees[] = {
        &ett_legacyssl, &ett_record, &ett_keys, &ett_handshake, &ett_certificate,
    };
    proto_register_subtree_array(subtrees, array_length(subtrees));
}

static void register_expert_items(void)
{
    static ei_register_info items[] = {
        EXPERT(ei_resumed, "resumed", PI_SEQUENCE, PI_NOTE,
               "This session reuses previously negotiated keys (Session resumption)"),
        EXPERT(ei_no_secret, "no_secret", PI_DECRYPTION, PI_WARN,
               "No secret is known for this session"),
        EXPERT(ei_secret_length, "secret_length", PI_DECRYPTION, PI_WARN,
               "The secret has the wrong length for this suite"),
        EXPERT(ei_write_keys, "write_keys", PI_DECRYPTION, PI_WARN,
               "The write keys of the key log are not this suite's"),
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
        EXPERT(ei_mac_bad, "record.mac.bad", PI_CHECKSUM, PI_ERROR, "The MAC does not match"),
        EXPERT(ei_padding_bad, "record.padding.bad", PI_CHECKSUM, PI_WARN,
               "The padding is not as the protocol wants it"),
        EXPERT(ei_verify_bad, "handshake.verify.bad", PI_CHECKSUM, PI_ERROR,
               "This message does not prove the handshake: the secret is another session's, or a "
               "message "
               "was changed"),
        EXPERT(ei_record_damaged, "record.damaged", PI_PROTOCOL, PI_WARN,
               "The record can't be opened"),
        EXPERT(ei_lost_handshake, "lost_handshake", PI_DECRYPTION, PI_WARN,
               "Handshake messages that the keys need are not in the capture"),
        EXPERT(ei_lost_segments, "lost_segments", PI_SEQUENCE, PI_WARN,
               "The capture lacks segments of this sender"),
        EXPERT(ei_record_cut_short, "record.cut_short", PI_PROTOCOL, PI_WARN,
               "The capture does not have the whole record: capture with a larger snapshot length"),
        EXPERT(ei_padding_too_long, "record.padding_too_long", PI_MALFORMED, PI_ERROR,
               "The padding is longer than the record"),
        EXPERT(ei_handshake_cut_short, "handshake.cut_short", PI_MALFORMED, PI_ERROR,
               "The message ends before its fields do"),
        EXPERT(ei_unknown_message, "handshake.unknown_message", PI_PROTOCOL, PI_WARN,
               "No message of this protocol has this type"),
    };
    expert_register_field_array(expert_register_protocol(proto_legacyssl), items,
                                array_length(items));
}

static void register_twins(void)
{
    static const struct builtin_twin twins[] = {
        {&hf_record_length, "tls.record.length"},
        {&hf_sequence_number, "tls.record.sequence_number"},
        {&hf_certificate, "tls.handshake.certificate"},
        {&hf_handshake_type, "tls.handshake.type"},
    };
    builtin_twins_register(twins, G_N_ELEMENTS(twins));
}

void fields_register(void)
{
    register_fields();
    register_subtrees();
    register_expert_items();
    register_twins();
}
