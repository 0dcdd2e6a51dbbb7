/* tls_fields.c - the fields of SSL 3.0 and TLS 1.0 that the built-in dissector does not draw
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_fields.h"

#include "show/field_rows.h"
#include "show/fields.h"
#include "wireshark/proto.h"
#include "tls/tls_content_type.h"
#include "show/builtin_fields.h"

int hf_alert = FIELD_INIT;
int hf_change_cipher_spec = FIELD_INIT;
int hf_content_type = FIELD_INIT;
int hf_handshake_fragment = FIELD_INIT;
int hf_record_version = FIELD_INIT;
int hf_verify_data = FIELD_INIT;

expert_field ei_not_decompressed = EI_INIT;
expert_field ei_record_too_long = EI_INIT;
expert_field ei_too_many_messages = EI_INIT;

void tls_fields_register(void)
{
    static hf_register_info fields[] = {
        FIELD(hf_content_type, "record.content_type", "Content type", FT_UINT8, BASE_DEC,
              VALS(tls_content_types), "What kind of record this is"),
        FIELD(hf_record_version, "record.version", "Record version", FT_UINT16, BASE_HEX,
              VALS(legacyssl_versions), "Version in the record header"),
        FIELD(hf_verify_data, "handshake.verify_data", "verify_data", FT_BYTES, BASE_NONE, NULL,
              "What a Finished message proves the handshake with"),
        FIELD(hf_handshake_fragment, "handshake.fragment", "Handshake fragment", FT_BYTES,
              BASE_NONE, NULL, "Part of messages that go beyond this record"),
        FIELD(hf_alert, "alert", "Alert", FT_NONE, BASE_NONE, NULL,
              "An alert: its level, and what it is about"),
        FIELD(hf_change_cipher_spec, "change_cipher_spec", "Change Cipher Spec", FT_BYTES,
              BASE_NONE, NULL, "The next record of this sender is under new keys"),
    };
    static ei_register_info items[] = {
        EXPERT(ei_record_too_long, "record.too_long", PI_PROTOCOL, PI_WARN,
               "The record is longer than the protocol allows"),
        EXPERT(ei_too_many_messages, "handshake.too_many", PI_PROTOCOL, PI_WARN,
               "No handshake has so many messages in one record: these are not drawn"),
        EXPERT(ei_not_decompressed, "record.not_decompressed", PI_DECRYPTION, PI_WARN,
               "This record is compressed, and can't be decompressed"),
    };
    static const struct builtin_twin twins[] = {
        {&hf_content_type, "tls.record.content_type"},
        {&hf_record_version, "tls.record.version"},
        {&hf_change_cipher_spec, "tls.change_cipher_spec"},
        {&hf_verify_data, "tls.handshake.verify_data"},
    };

    proto_register_field_array(proto_legacyssl, fields, array_length(fields));
    builtin_twins_register(twins, G_N_ELEMENTS(twins));
    expert_register_field_array(expert_register_protocol(proto_legacyssl), items,
                                array_length(items));
}
