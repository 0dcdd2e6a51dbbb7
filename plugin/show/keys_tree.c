/* keys_tree.c - the six values, where they come into force
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/keys_tree.h"

#include "show/fields.h"
#include "show/builtin_fields.h"
#include "show/suite_draw.h"

#include <stddef.h>
#include <string.h>

/* In RFC 2246's order of the key block (6.3). */
static const struct {
    int *hf;
    size_t offset;
} rows[] = {
    {&hf_client_write_mac_secret,
     offsetof(struct legacyssl_connection_keys, client_write_MAC_secret)},
    {&hf_server_write_mac_secret,
     offsetof(struct legacyssl_connection_keys, server_write_MAC_secret)},
    {&hf_client_write_key, offsetof(struct legacyssl_connection_keys, client_write_key)},
    {&hf_server_write_key, offsetof(struct legacyssl_connection_keys, server_write_key)},
    {&hf_client_write_iv, offsetof(struct legacyssl_connection_keys, client_write_IV)},
    {&hf_server_write_iv, offsetof(struct legacyssl_connection_keys, server_write_IV)},
};

static void add_bytes(proto_tree *tree, int hf, tvbuff_t *tvb, const guint8 *data, gsize len)
{
    proto_item_set_generated(
        proto_tree_add_bytes_with_length(tree, hf, tvb, 0, 0, data, (gint)len));
}

static void add_string(proto_tree *tree, int hf, tvbuff_t *tvb, const char *text)
{
    proto_item_set_generated(proto_tree_add_string(tree, hf, tvb, 0, 0, text));
}

static void add_frame(proto_tree *tree, int hf, tvbuff_t *tvb, guint32 frame)
{
    proto_item_set_generated(proto_tree_add_uint(tree, hf, tvb, 0, 0, frame));
}

static void draw_keys(const struct connection *connection, packet_info *pinfo, proto_tree *tree,
                      tvbuff_t *tvb)
{
    const struct legacyssl_secrets *secrets = &connection->secrets;

    suite_draw(tree, tvb, 0, 0, secrets->suite->name, secrets->suite->code);
    add_string(tree, hf_key_source, tvb, key_place_text(pinfo->pool, &connection->key_place));
    if (connection->reading != NULL)
        add_string(tree, hf_keys_reading, tvb, connection->reading);
    add_bytes(tree, hf_master_secret, tvb, secrets->master_secret.data, secrets->master_secret.len);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct legacyssl_key *key =
            (const void *)((const char *)&connection->keys + rows[i].offset);
        if (key->len != 0)
            add_bytes(tree, *rows[i].hf, tvb, key->data, key->len);
    }
}

/* A file that can't be read is why there is no secret: said there, it is not said again. */
static gboolean is_said(const struct connection *connection, const char *problem)
{
    return !connection->has_keys && connection->failure_text != NULL &&
           strstr(connection->failure_text, problem) != NULL;
}

static void draw_problems(const struct connection *connection, packet_info *pinfo, proto_tree *tree,
                          tvbuff_t *tvb)
{
    for (guint i = 0; i < connection->n_problems; i++)
        if (!is_said(connection, connection->problems[i]))
            proto_tree_add_expert_format(tree, pinfo, &ei_keylog_line, tvb, 0, 0, "%s",
                                         connection->problems[i]);
}

expert_field *keys_failure_item(enum keys_failure failure)
{
    static expert_field *const items[] = {
        [KEYS_NOT_MISSED] = &ei_no_secret,
        [KEYS_NO_SECRET] = &ei_no_secret,
        [KEYS_SECRET_LENGTH] = &ei_secret_length,
        [KEYS_NOT_DERIVABLE] = &ei_not_derivable,
        [KEYS_UNKNOWN_CIPHER] = &ei_unknown_cipher,
        [KEYS_EPHEMERAL_KEY] = &ei_ephemeral_key,
        [KEYS_LOST_HANDSHAKE] = &ei_lost_handshake,
    };
    return items[failure];
}

static void draw_failure(const struct connection *connection, packet_info *pinfo, proto_item *item)
{
    expert_field *failure = keys_failure_item(connection->failure);
    gchar **lines = g_strsplit(connection->failure_text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++)
        expert_add_info_format(pinfo, item, failure, "%s", lines[i]);
    g_strfreev(lines);
}

void keys_tree_draw(const struct connection *connection, packet_info *pinfo, proto_tree *tree,
                    tvbuff_t *tvb)
{
    proto_item *item = proto_tree_add_none_format(tree, hf_keys, tvb, 0, 0, "Keys");
    proto_tree *subtree = proto_item_add_subtree(item, ett_keys);

    proto_item_set_generated(item);
    if (connection->has_keys)
        draw_keys(connection, pinfo, subtree, tvb);
    else
        draw_failure(connection, pinfo, item);
    if (connection->resumes != 0)
        add_frame(subtree, hf_keys_resumes, tvb, connection->resumes);
    if (connection->is_resumed) {
        expert_add_info(pinfo, item, &ei_resumed);
        builtin_field_resumed(subtree, tvb);
    }
    if (connection->premaster_warning != NULL)
        expert_add_info_format(pinfo, item, &ei_premaster_version, "%s",
                               connection->premaster_warning);
    draw_problems(connection, pinfo, subtree, tvb);
}

void keys_tree_refer(const struct connection *connection, proto_tree *tree, tvbuff_t *tvb)
{
    if (connection->shown_in != 0)
        add_frame(tree, connection->has_keys ? hf_keys_in : hf_closed_in, tvb, connection->shown_in);
}
