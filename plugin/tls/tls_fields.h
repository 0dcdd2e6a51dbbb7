/* tls_fields.h - the fields of SSL 3.0 and TLS 1.0 that the built-in dissector does not draw
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_FIELDS_H
#define LEGACYSSL_TLS_FIELDS_H

#include "wireshark/compat.h"

#include <epan/expert.h>

extern int hf_alert;
extern int hf_change_cipher_spec;
extern int hf_content_type;
extern int hf_handshake_fragment;
extern int hf_record_version;
extern int hf_verify_data;

extern expert_field ei_not_decompressed;
extern expert_field ei_record_too_long;
extern expert_field ei_too_many_messages;

/* Register them for proto_legacyssl. */
void tls_fields_register(void);

#endif
