/* protected_record_draw.c - an encrypted record in the tree
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/protected_record_draw.h"

#include "application/app_data.h"
#include "application/follow_stream.h"
#include "show/fields.h"
#include "statistics/plain_tap.h"
#include "show/keys_tree.h"
#include "show/builtin_fields.h"
#include "application/app_dissector.h"

#include <epan/expert.h>

static void draw_mac(const struct protected_record *p, packet_info *pinfo, proto_tree *tree,
                     tvbuff_t *plain_tvb)
{
    tvbuff_t *tvb = p->opened.mac_is_encrypted ? plain_tvb : p->body_tvb;
    const int offset = (int)p->opened.mac_offset, len = (int)p->opened.mac_len;
    const char *verdict = val_to_str_const(p->note->mac_status, legacyssl_verdicts, "");

    if (p->note->mac_status != LEGACYSSL_NOT_PRESENT) {
        proto_item *mac = proto_tree_add_item(tree, hf_mac, tvb, offset, len, ENC_NA);
        proto_item_append_text(mac, " [%s]", verdict);
    }
    proto_item *status =
        proto_tree_add_uint(tree, hf_mac_status, tvb, offset, 0, p->note->mac_status);
    proto_item_set_generated(status);
    if (p->note->mac_status == LEGACYSSL_BAD) {
        proto_item *expected = proto_tree_add_bytes_with_length(tree, hf_mac_expected, tvb, offset,
                                                                0, p->opened.expected_mac, len);
        proto_item_set_generated(expected);
        expert_add_info_format(pinfo, status, &ei_mac_bad, "The MAC does not match: %s",
                               diagnosis_text(p->note->diagnosis));
    }
}

static void draw_padding(const struct protected_record *p, packet_info *pinfo, proto_tree *tree,
                         tvbuff_t *plain_tvb)
{
    const int offset = (int)p->opened.padding_offset, len = (int)p->opened.padding_len;

    if (len != 0)
        proto_tree_add_item(tree, hf_padding, plain_tvb, offset, len, ENC_NA);
    if (p->opened.padding_status == LEGACYSSL_NOT_PRESENT)
        return; /* nothing to check: the protocol allows any padding, or there is none */
    proto_item *status = proto_tree_add_uint(tree, hf_padding_status, plain_tvb, offset, 0,
                                             p->opened.padding_status);
    proto_item_set_generated(status);
    if (p->opened.padding_status == LEGACYSSL_BAD)
        expert_add_info(pinfo, status, &ei_padding_bad);
}

/* A record that could not be taken apart, for the reason that its note has. */
static void draw_error(const struct protected_record *p, packet_info *pinfo, proto_tree *tree)
{
    expert_field *field =
        p->note->error == LEGACYSSL_PADDING_TOO_LONG ? &ei_padding_too_long : &ei_record_damaged;

    proto_tree_add_expert_format(tree, pinfo, field, p->body_tvb, 0, -1,
                                 "This record can't be opened: %s. Was the capture cut, or is the "
                                 "secret another session's?",
                                 legacyssl_error_text(p->note->error));
}

/* What the gap before this record means to those who read the application data. */
static void draw_gap(const struct protected_record *p,
                     const struct legacyssl_conversation *conversation,
                     const struct lost_note *lost, packet_info *pinfo, proto_tree *tree)
{
    if (lost->rest != NULL)
        app_data_draw_rest(conversation, p->side, lost->rest, p->body_tvb, pinfo, tree);
    if (lost->bytes != 0 && p->note->parameters->has_keys) {
        follow_stream_gap(lost->bytes, p->body_tvb, pinfo);
        plain_tap_gap(conversation, p->side, lost->bytes, pinfo);
    }
}

static void draw_builtin_fields(const struct protected_record *p,
                                const struct legacyssl_conversation *conversation,
                                proto_tree *tree)
{
    const char *name = app_dissector_name(conversation);

    builtin_field_app_data(tree, p->body_tvb);
    if (name != NULL)
        builtin_field_app_name(tree, p->body_tvb, name);
}

tvbuff_t *protected_record_draw(struct protected_record *p,
                                const struct legacyssl_conversation *conversation,
                                packet_info *pinfo, proto_tree *tree)
{
    const struct rare_note *rare = record_note_rare(p->note);

    if (p->note->parameters->has_keys && !p->note->is_cut_short && p->plaintext == NULL)
        protected_record_reopen(p, pinfo);
    if (rare->lost != NULL)
        draw_gap(p, conversation, rare->lost, pinfo, tree);
    if (rare->shown_keys != NULL)
        keys_tree_draw(rare->shown_keys, pinfo, tree, p->body_tvb);
    else
        keys_tree_refer(p->note->parameters, tree, p->body_tvb);
    proto_tree_add_item(tree, hf_encrypted, p->body_tvb, 0, -1, ENC_NA);
    if (p->layer->holds_app_data == NULL || p->layer->holds_app_data(&p->header))
        draw_builtin_fields(p, conversation, tree);
    if (p->plaintext == NULL)
        return NULL;

    tvbuff_t *plain_tvb = tvb_new_child_real_data(
        p->body_tvb, p->plaintext, (guint)p->opened.plaintext_len, (gint)p->opened.plaintext_len);
    add_new_data_source(pinfo, plain_tvb, "Decrypted record");
    if (p->note->error != LEGACYSSL_OK) {
        draw_error(p, pinfo, tree);
        return NULL;
    }
    draw_mac(p, pinfo, tree, plain_tvb);
    draw_padding(p, pinfo, tree, plain_tvb);
    return tvb_new_subset_length(plain_tvb, (gint)p->opened.data_offset, (gint)p->opened.data_len);
}
