/* builtin_fields.h - the built-in dissector's own fields, hidden, beside ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Filters, scripts and coloring rules of years ask for "tls" and its fields. What the built-in would
 * have shown of a record that is ours is there for them, too, under its own names. Wireshark makes
 * such an item only where somebody asks for it.
 */
#ifndef LEGACYSSL_BUILTIN_FIELDS_H
#define LEGACYSSL_BUILTIN_FIELDS_H

#include "state/conversation.h"
#include "wireshark/compat.h"

/* One of ours and what the built-in calls the same thing. */
struct builtin_twin {
    int *hf;
    const char *name;
};

/* Rows of twins, whose `hf` are registered; names that this Wireshark does not know have none. */
void builtin_twins_register(const struct builtin_twin *twins, gsize count);

/* The twins of `hf`, if it has any: bytes of tvb ... */
void builtin_twin_item(proto_tree *tree, int hf, tvbuff_t *tvb, gint offset, gint len,
                       guint encoding);

/* ... or a number that stands in none. */
void builtin_twin_uint(proto_tree *tree, int hf, tvbuff_t *tvb, guint32 value);

/* What the built-in calls `value` of its field `name`. */
const char *builtin_value_name(const char *name, guint32 value);

/* What has no field of ours. */
void builtin_fields_handoff(void);
void builtin_field_packet(proto_tree *tree, tvbuff_t *tvb,
                          const struct legacyssl_conversation *conversation, packet_info *pinfo);
void builtin_field_record(proto_tree *tree, tvbuff_t *tvb);
void builtin_field_version(proto_tree *tree, tvbuff_t *tvb, guint16 version);
void builtin_field_app_data(proto_tree *tree, tvbuff_t *encrypted);
void builtin_field_app_name(proto_tree *tree, tvbuff_t *tvb, const char *name);
void builtin_field_part(proto_tree *tree, tvbuff_t *part);
void builtin_field_reassembled(proto_tree *tree, tvbuff_t *whole);
void builtin_field_handshake(proto_tree *tree, tvbuff_t *message);
void builtin_field_ssl2_type(proto_tree *tree, tvbuff_t *message);
void builtin_field_cipher_specs(proto_tree *tree, tvbuff_t *tvb, gint offset, gint len);
void builtin_field_ssl3_hashes(proto_tree *tree, tvbuff_t *message);
void builtin_field_resumed(proto_tree *tree, tvbuff_t *tvb);

#endif
