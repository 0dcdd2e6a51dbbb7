/* builtin_fields.c - the built-in dissector's own fields, hidden, beside ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/builtin_fields.h"

#include "show/builtin_session.h"

#define NO_FIELD -1 /* this Wireshark has none of that name */

/* RFC 6101 5.6.9: the two hashes of Finished. */
enum { MESSAGE_HEADER = 4, MD5_SIZE = 16, SHA_SIZE = 20 };

enum field {
    APP_DATA,
    APP_DATA_PROTO,
    CIPHER_SPECS,
    HANDSHAKE,
    HANDSHAKE_LENGTH,
    MD5_HASH,
    REASSEMBLED_DATA,
    RECORD,
    RECORD_VERSION,
    RESUMED,
    SEGMENT_DATA,
    SHA_HASH,
    SSL2_TYPE,
    STREAM,
    FIELDS
};

static const char *const names[FIELDS] = {
    [APP_DATA] = "tls.app_data",
    [APP_DATA_PROTO] = "tls.app_data_proto",
    [CIPHER_SPECS] = "tls.handshake.ciphersuites",
    [HANDSHAKE] = "tls.handshake",
    [HANDSHAKE_LENGTH] = "tls.handshake.length",
    [MD5_HASH] = "tls.handshake.md5_hash",
    [REASSEMBLED_DATA] = "tls.reassembled.data",
    [RECORD] = "tls.record",
    [RECORD_VERSION] = "tls.record.version",
    [RESUMED] = "tls.resumed",
    [SEGMENT_DATA] = "tls.segment.data",
    [SHA_HASH] = "tls.handshake.sha_hash",
    [SSL2_TYPE] = "tls.ssl2.handshake.type",
    [STREAM] = "tls.stream",
};

static int ids[FIELDS], proto_tls;
static GHashTable *twins; /* our field -> GSList of the built-in's: each series has its own names */

static void register_twin(gpointer hf, int twin)
{
    if (twin != NO_FIELD)
        g_hash_table_insert(twins, hf,
                            g_slist_append(g_hash_table_lookup(twins, hf), GINT_TO_POINTER(twin)));
}

void builtin_twins_register(const struct builtin_twin *rows, gsize count)
{
    if (twins == NULL)
        twins = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (gsize i = 0; i < count; i++)
        register_twin(GINT_TO_POINTER(*rows[i].hf), proto_registrar_get_id_byname(rows[i].name));
}

static const GSList *twins_of(int hf)
{
    return g_hash_table_lookup(twins, GINT_TO_POINTER(hf));
}

/* Records' numbers have 64 bits there. */
static proto_item *add_wide(proto_tree *tree, int wide, tvbuff_t *tvb, guint32 value)
{
    return proto_tree_add_uint64(tree, wide, tvb, 0, 0, value);
}

static void add_uint(proto_tree *tree, int id, tvbuff_t *tvb, guint32 value)
{
    if (id == NO_FIELD)
        return;
    proto_item_set_hidden(proto_registrar_get_ftype(id) == FT_UINT64
                              ? add_wide(tree, id, tvb, value)
                              : proto_tree_add_uint(tree, id, tvb, 0, 0, value));
}

static void add(proto_tree *tree, int id, tvbuff_t *tvb, gint offset, gint len, guint encoding)
{
    if (id != NO_FIELD)
        proto_item_set_hidden(proto_tree_add_item(tree, id, tvb, offset, len, encoding));
}

void builtin_twin_item(proto_tree *tree, int hf, tvbuff_t *tvb, gint offset, gint len,
                       guint encoding)
{
    for (const GSList *twin = twins_of(hf); twin != NULL; twin = twin->next)
        add(tree, GPOINTER_TO_INT(twin->data), tvb, offset, len, encoding);
}

const char *builtin_value_name(const char *name, guint32 value)
{
    const header_field_info *field = proto_registrar_get_byname(name);
    const char *text = field != NULL && field->strings != NULL && !(field->display & BASE_EXT_STRING)
                           ? try_val_to_str(value, field->strings)
                           : NULL;

    return text != NULL ? text : "Unknown";
}

void builtin_twin_uint(proto_tree *tree, int hf, tvbuff_t *tvb, guint32 value)
{
    for (const GSList *twin = twins_of(hf); twin != NULL; twin = twin->next)
        add_uint(tree, GPOINTER_TO_INT(twin->data), tvb, value);
}

void builtin_fields_handoff(void)
{
    proto_tls = proto_get_id_by_filter_name("tls");
    for (enum field field = 0; field < FIELDS; field++)
        ids[field] = proto_registrar_get_id_byname(names[field]);
}

void builtin_field_packet(proto_tree *tree, tvbuff_t *tvb,
                          const struct legacyssl_conversation *conversation, packet_info *pinfo)
{
    guint32 stream;

    add(tree, proto_tls, tvb, 0, -1, ENC_NA);
    if (builtin_session_stream(conversation, pinfo, &stream))
        add_uint(tree, ids[STREAM], tvb, stream);
}

void builtin_field_record(proto_tree *tree, tvbuff_t *tvb)
{
    add(tree, ids[RECORD], tvb, 0, -1, ENC_NA);
}

void builtin_field_version(proto_tree *tree, tvbuff_t *tvb, guint16 version)
{
    add_uint(tree, ids[RECORD_VERSION], tvb, version);
}

void builtin_field_app_data(proto_tree *tree, tvbuff_t *encrypted)
{
    add(tree, ids[APP_DATA], encrypted, 0, -1, ENC_NA);
}

void builtin_field_app_name(proto_tree *tree, tvbuff_t *tvb, const char *name)
{
    if (ids[APP_DATA_PROTO] != NO_FIELD)
        proto_item_set_hidden(
            proto_tree_add_string(tree, ids[APP_DATA_PROTO], tvb, 0, 0, name));
}

void builtin_field_part(proto_tree *tree, tvbuff_t *part)
{
    add(tree, ids[SEGMENT_DATA], part, 0, -1, ENC_NA);
}

void builtin_field_reassembled(proto_tree *tree, tvbuff_t *whole)
{
    add(tree, ids[REASSEMBLED_DATA], whole, 0, -1, ENC_NA);
}

void builtin_field_handshake(proto_tree *tree, tvbuff_t *message)
{
    add(tree, ids[HANDSHAKE], message, 0, -1, ENC_NA);
    if (tvb_captured_length(message) >= MESSAGE_HEADER)
        add(tree, ids[HANDSHAKE_LENGTH], message, 1, 3, ENC_BIG_ENDIAN);
}

void builtin_field_ssl2_type(proto_tree *tree, tvbuff_t *message)
{
    if (tvb_captured_length(message) != 0)
        add(tree, ids[SSL2_TYPE], message, 0, 1, ENC_BIG_ENDIAN);
}

void builtin_field_cipher_specs(proto_tree *tree, tvbuff_t *tvb, gint offset, gint len)
{
    add(tree, ids[CIPHER_SPECS], tvb, offset, len, ENC_NA);
}

void builtin_field_ssl3_hashes(proto_tree *tree, tvbuff_t *message)
{
    if (tvb_captured_length(message) < MESSAGE_HEADER + MD5_SIZE + SHA_SIZE)
        return;
    add(tree, ids[MD5_HASH], message, MESSAGE_HEADER, MD5_SIZE, ENC_NA);
    add(tree, ids[SHA_HASH], message, MESSAGE_HEADER + MD5_SIZE, SHA_SIZE, ENC_NA);
}

void builtin_field_resumed(proto_tree *tree, tvbuff_t *tvb)
{
    add(tree, ids[RESUMED], tvb, 0, 0, ENC_NA);
}
