/* ssl2_fields.h - the fields of SSL 2.0's messages and headers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_FIELDS_H
#define LEGACYSSL_SSL2_FIELDS_H

#include "wireshark/compat.h"

#include <epan/expert.h>

extern int hf_authentication_type;
extern int hf_certificate_challenge;
extern int hf_certificate_length;
extern int hf_certificate_type;
extern int hf_challenge;
extern int hf_challenge_length;
extern int hf_cipher_spec;
extern int hf_cipher_specs;
extern int hf_cipher_specs_length;
extern int hf_clear_key;
extern int hf_clear_key_length;
extern int hf_connection_id;
extern int hf_connection_id_length;
extern int hf_encrypted_key;
extern int hf_encrypted_key_length;
extern int hf_handshake_version;
extern int hf_is_escape;
extern int hf_key_arg;
extern int hf_key_arg_length;
extern int hf_padding_length;
extern int hf_response;
extern int hf_response_length;
extern int hf_session_id;
extern int hf_session_id_hit;
extern int hf_session_id_length;
extern int hf_ssl2_error;

extern int ett_cipher_specs;

/* Register them for proto_legacyssl. A cipher spec with the most significant bit set is none: it
 * offers another protocol, and is written by format_pseudo_spec into `text` of ITEM_LABEL_LENGTH. */
void ssl2_fields_register(void (*format_pseudo_spec)(gchar *text, guint32 code));

#endif
