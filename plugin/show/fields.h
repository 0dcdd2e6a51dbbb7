/* fields.h - what can be shown and filtered for in more than one protocol
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FIELDS_H
#define LEGACYSSL_FIELDS_H

#include "wireshark/compat.h"

#include <epan/expert.h>

extern int hf_record;
extern int hf_record_length;
extern int hf_sequence_number;
extern int hf_encrypted;
extern int hf_mac;
extern int hf_mac_expected;
extern int hf_mac_status;
extern int hf_padding;
extern int hf_padding_status;
extern int hf_app_data;
extern int hf_answered_hello;
extern int hf_stream;
extern int hf_version;
extern int hf_cipher_suite;
extern int hf_cipher_suite_number;
extern int hf_key_source;
extern int hf_keys_reading;
extern int hf_keys;
extern int hf_keys_in;
extern int hf_keys_resumes;
extern int hf_closed_in;
extern int hf_master_secret;
extern int hf_client_write_key;
extern int hf_server_write_key;
extern int hf_client_write_mac_secret;
extern int hf_server_write_mac_secret;
extern int hf_client_write_iv;
extern int hf_server_write_iv;
extern int hf_handshake;
extern int hf_handshake_type;
extern int hf_certificate;
extern int hf_verify_status;
extern int hf_lost_bytes;
extern int hf_lost_records;

extern int ett_legacyssl;
extern int ett_record;
extern int ett_keys;
extern int ett_handshake;
extern int ett_certificate;

extern expert_field ei_resumed;
extern expert_field ei_no_secret;
extern expert_field ei_secret_length;
extern expert_field ei_write_keys;
extern expert_field ei_not_derivable;
extern expert_field ei_unknown_cipher;
extern expert_field ei_keylog_line;
extern expert_field ei_ephemeral_key;
extern expert_field ei_premaster_version;
extern expert_field ei_mac_bad;
extern expert_field ei_padding_bad;
extern expert_field ei_verify_bad;
extern expert_field ei_record_damaged;
extern expert_field ei_lost_handshake;
extern expert_field ei_lost_segments;
extern expert_field ei_record_cut_short;
extern expert_field ei_padding_too_long;
extern expert_field ei_handshake_cut_short;
extern expert_field ei_unknown_message;

extern const value_string legacyssl_versions[], legacyssl_verdicts[];

/* Name and code of a suite, into `text` of ITEM_LABEL_LENGTH. */
void format_cipher_suite(gchar *text, guint32 code);

/* Register all of them for proto_legacyssl. */
void fields_register(void);

#endif
