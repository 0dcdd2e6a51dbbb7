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

static void draw_keys(const struct security_parameters *parameters, packet_info *pinfo,
                      proto_tree *tree, tvbuff_t *tvb)
{
    const struct legacyssl_secrets *secrets = &parameters->secrets;

    suite_draw(tree, tvb, 0, 0, secrets->suite->name, secrets->suite->code);
    add_string(tree, hf_key_source, tvb, key_place_text(pinfo->pool, &parameters->key_place));
    if (parameters->reading != NULL)
        add_string(tree, hf_keys_reading, tvb, parameters->reading);
    if (secrets->master_secret.len != 0)
        add_bytes(tree, hf_master_secret, tvb, secrets->master_secret.data,
                  secrets->master_secret.len);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct legacyssl_key *key =
            (const void *)((const char *)&parameters->keys + rows[i].offset);
        if (key->len != 0)
            add_bytes(tree, *rows[i].hf, tvb, key->data, key->len);
    }
}

/* A file that can't be read is why there is no secret: said there, it is not said again. */
static gboolean is_said(const struct security_parameters *parameters, const char *problem)
{
    return !parameters->has_keys && parameters->failure_text != NULL &&
           strstr(parameters->failure_text, problem) != NULL;
}

static void draw_problems(const struct security_parameters *parameters, packet_info *pinfo,
                          proto_tree *tree, tvbuff_t *tvb)
{
    for (guint i = 0; i < parameters->n_problems; i++)
        if (!is_said(parameters, parameters->problems[i]))
            proto_tree_add_expert_format(tree, pinfo, &ei_keylog_line, tvb, 0, 0, "%s",
                                         parameters->problems[i]);
}

expert_field *keys_failure_item(enum keys_failure failure)
{
    static expert_field *const items[] = {
        [KEYS_NOT_MISSED] = &ei_no_secret,          [KEYS_NO_SECRET] = &ei_no_secret,
        [KEYS_SECRET_LENGTH] = &ei_secret_length,   [KEYS_NOT_DERIVABLE] = &ei_not_derivable,
        [KEYS_UNKNOWN_CIPHER] = &ei_unknown_cipher, [KEYS_EPHEMERAL_KEY] = &ei_ephemeral_key,
        [KEYS_LOST_HANDSHAKE] = &ei_lost_handshake, [KEYS_OF_ANOTHER_SUITE] = &ei_write_keys,
    };
    return items[failure];
}

static void draw_failure(const struct security_parameters *parameters, packet_info *pinfo,
                         proto_item *item)
{
    expert_field *failure = keys_failure_item(parameters->failure);
    gchar **lines = g_strsplit(parameters->failure_text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++)
        expert_add_info_format(pinfo, item, failure, "%s", lines[i]);
    g_strfreev(lines);
}

void keys_tree_draw(const struct security_parameters *parameters, packet_info *pinfo,
                    proto_tree *tree, tvbuff_t *tvb)
{
    proto_item *item = proto_tree_add_none_format(tree, hf_keys, tvb, 0, 0, "Keys");
    proto_tree *subtree = proto_item_add_subtree(item, ett_keys);

    proto_item_set_generated(item);
    if (parameters->has_keys)
        draw_keys(parameters, pinfo, subtree, tvb);
    else
        draw_failure(parameters, pinfo, item);
    if (parameters->resumes != 0)
        add_frame(subtree, hf_keys_resumes, tvb, parameters->resumes);
    if (parameters->is_resumed) {
        expert_add_info(pinfo, item, &ei_resumed);
        builtin_field_resumed(subtree, tvb);
    }
    if (parameters->premaster_warning != NULL)
        expert_add_info_format(pinfo, item, &ei_premaster_version, "%s",
                               parameters->premaster_warning);
    draw_problems(parameters, pinfo, subtree, tvb);
}

void keys_tree_refer(const struct security_parameters *parameters, proto_tree *tree, tvbuff_t *tvb)
{
    if (parameters->shown_in != 0)
        add_frame(tree, parameters->has_keys ? hf_keys_in : hf_closed_in, tvb,
                  parameters->shown_in);
}
