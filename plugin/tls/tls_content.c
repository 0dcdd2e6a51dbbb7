/* tls_content.c - what decrypted records of SSL 3.0 and TLS 1.0 hold
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_content.h"

#include "show/builtin.h"
#include "state/conversation.h"
#include "show/fields.h"
#include "show/handshake_draw.h"
#include "show/record_title.h"
#include "tls/decompression.h"
#include "tls/tls_keys.h"
#include "bytes/file_scope.h"
#include "application/app_data.h"
#include "loss/lost_records.h"
#include "loss/lost_segments.h"
#include "tls/tls_content_type.h"
#include "tls/tls_fields.h"
#include "tls/tls_record_header.h"
#include "tls/tls_reading_state.h"
#include "tls/tls_state.h"
#include "show/builtin_fields.h"

#include <epan/expert.h>

#include <string.h>

#define MESSAGE_HEADER 4
#define MESSAGES_DRAWN 16 /* of one record: no real one has as many */
#define SHORTEST_HELLO 38 /* RFC 2246 7.4.1.2, 7.4.1.3: all lists empty */

#define CLOSE_NOTIFY 0
#define SSL3_VERSION 0x0300

/* ---- first visit ---------------------------------------------------------------------------- */

struct message_context {
    struct legacyssl_conversation *conversation;
    enum legacyssl_side side;
    struct record_note *note;
    wmem_array_t *whole; /* the messages that were completed, one after the other */
};

/* Whether all messages that this Finished speaks of were seen: the second one speaks of the first,
 * too. In a full handshake the client's is the first. */
static gboolean is_transcript_whole(const struct legacyssl_conversation *conversation,
                                    enum legacyssl_side side)
{
    const struct tls_conversation *tls = conversation->tls;
    const enum legacyssl_side first =
        tls_handshake_is_full(tls->handshake) ? LEGACYSSL_CLIENT : LEGACYSSL_SERVER;

    return !lost_records_any(conversation) && !tls->handshake->is_incomplete &&
           (side == first || tls->has_finished[first]);
}

/* RFC 2246 7.4.9, RFC 6101 5.6.9 */
static void check_finished(struct message_context *context, struct legacyssl_bytes message)
{
    struct tls_conversation *tls = context->conversation->tls;
    const struct security_parameters *parameters = context->note->parameters;
    const struct legacyssl_transcript transcript = {.handshake =
                                                        tls_handshake_transcript(tls->handshake)};
    guint8 proof[LEGACYSSL_MAX_PROOF];
    gsize len;

    if (tls->has_finished[context->side]) { /* once is enough for the work that it is */
        context->note->verify_status = LEGACYSSL_UNVERIFIED;
        return;
    }
    tls->has_finished[context->side] = TRUE;
    if (legacyssl_handshake_proof(&parameters->secrets, &parameters->keys, &transcript,
                                  context->side, proof, &len) != LEGACYSSL_OK)
        context->note->verify_status = LEGACYSSL_UNVERIFIED;
    else
        context->note->verify_status =
            message.len == MESSAGE_HEADER + len &&
                    memcmp(message.data + MESSAGE_HEADER, proof, len) == 0
                ? LEGACYSSL_GOOD
                : LEGACYSSL_BAD;
    if (context->note->verify_status == LEGACYSSL_BAD &&
        !is_transcript_whole(context->conversation, context->side))
        context->note->verify_status = LEGACYSSL_UNVERIFIED;
}

/* A ClientHello under encryption begins another handshake (RFC 2246 7.4.1.2). */
static void begin_handshake(const struct legacyssl_conversation *conversation)
{
    struct tls_conversation *tls = conversation->tls;

    tls_handshake_done(tls->handshake);
    if (tls->pending == NULL && tls->handshake != conversation->reading->handshake)
        memset(tls->handshake, 0, sizeof *tls->handshake); /* nobody refers to it */
    else
        tls->handshake = tls_handshake_new();
    tls->pending = NULL;
    memset(tls->has_changed, 0, sizeof tls->has_changed);
    memset(tls->has_finished, 0, sizeof tls->has_finished);
}

static void message_seen(struct legacyssl_bytes message, void *data)
{
    struct message_context *context = data;
    struct tls_conversation *tls = context->conversation->tls;

    if (message.data[0] == TLS_CLIENT_HELLO)
        begin_handshake(context->conversation);
    if (message.data[0] == TLS_FINISHED && context->note->parameters != NULL) {
        check_finished(context, message);
        if (context->note->mac_status == LEGACYSSL_GOOD)
            tls_share_session(tls->handshake, context->note->parameters);
    }
    tls_handshake_message_seen(tls->handshake, message, context->note->frame);
    tls_open_premaster(tls->handshake, message);
    if (tls->has_finished[LEGACYSSL_CLIENT] && tls->has_finished[LEGACYSSL_SERVER])
        tls_handshake_done(tls->handshake);
    wmem_array_append(context->whole, message.data, (guint)message.len);
}

/* Messages that lie in one record are drawn from it; others are kept with the record that ends
 * them. */
void tls_handshake_content_seen(struct legacyssl_conversation *conversation,
                                enum legacyssl_side side, struct legacyssl_bytes content,
                                struct record_note *note)
{
    struct message_context context = {conversation, side, note,
                                      wmem_array_new(wmem_file_scope(), 1)};

    tls_messages_add(&conversation->tls->messages[side], content, message_seen, &context);
    note->is_fragment = wmem_array_get_count(context.whole) != content.len;
    if (note->is_fragment && wmem_array_get_count(context.whole) != 0)
        record_note_add_rare(note)->kept = file_scope_bytes((struct legacyssl_bytes){
            wmem_array_get_raw(context.whole), wmem_array_get_count(context.whole)});
    wmem_destroy_array(context.whole);
}

void tls_change_cipher_spec_seen(struct legacyssl_conversation *conversation,
                                 enum legacyssl_side side, struct record_note *note)
{
    struct tls_conversation *tls = conversation->tls;
    struct sender *sender = &conversation->sender[side];
    const enum legacyssl_side other =
        side == LEGACYSSL_CLIENT ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT;
    const gboolean is_resumed = tls_handshake_is_resumed(tls->handshake, side);

    if (tls->has_changed[side]) /* another one, whose hellos are missing */
        begin_handshake(conversation);
    if (tls->pending == NULL)
        tls->pending = tls_find_keys(tls->handshake, is_resumed);
    if (tls->pending == NULL)
        tls->pending = tls_without_keys(tls->handshake, is_resumed);
    if (!tls->has_changed[other])
        record_note_show_keys(note, tls->pending);
    tls->has_changed[side] = TRUE;
    tls_remember_session(tls->handshake, tls->pending, note->frame);
    sender->sequence = 0;
    sender_change_keys(sender, side, tls->pending);
    lost_records_end(sender);
    decompressor_free(tls->decompressor[side]);
    tls->decompressor[side] = tls->pending->compression != 0
                                  ? decompressor_new(tls->pending->compression)
                                  : NULL;
}

void tls_change_cipher_spec_lost(struct legacyssl_conversation *conversation,
                                 enum legacyssl_side side, struct record_note *note)
{
    struct sender *sender = &conversation->sender[side];

    conversation->tls->handshake->is_incomplete = TRUE;
    tls_change_cipher_spec_seen(conversation, side, note);
    lost_records_begin(sender, conversation->tls->gap_at[side], 0,
                       note->seq - conversation->tls->gap_at[side]);
    sender->lost->is_clear_before = TRUE;
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void draw_verify_data(guint16 version, tvbuff_t *message, proto_tree *tree)
{
    proto_tree_add_item(tree, hf_verify_data, message, MESSAGE_HEADER, -1, ENC_NA);
    if (version == SSL3_VERSION)
        builtin_field_ssl3_hashes(tree, message);
    else
        builtin_twin_item(tree, hf_verify_data, message, MESSAGE_HEADER, -1, ENC_NA);
}

static void draw_finished(guint16 version, const struct record_note *note, tvbuff_t *message,
                          packet_info *pinfo, proto_tree *subtree)
{
    proto_item *status;

    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Finished");
    proto_tree_add_uint_format_value(subtree, hf_handshake_type, message, 0, 1, TLS_FINISHED,
                                     "Finished (%u)", TLS_FINISHED);
    builtin_field_handshake(subtree, message);
    builtin_twin_item(subtree, hf_handshake_type, message, 0, 1, ENC_BIG_ENDIAN);
    if (tvb_captured_length(message) > MESSAGE_HEADER)
        draw_verify_data(version, message, subtree);
    status = proto_tree_add_uint(subtree, hf_verify_status, message, 0, 0, note->verify_status);
    proto_item_set_generated(status);
    if (note->verify_status == LEGACYSSL_BAD)
        expert_add_info(pinfo, status, &ei_verify_bad);
}

/* A hello costs the built-in far more time and memory than so few bytes may. */
static gboolean is_hello_cut_short(tvbuff_t *message)
{
    const guint8 type = tvb_get_uint8(message, 0);

    return (type == TLS_CLIENT_HELLO || type == TLS_SERVER_HELLO) &&
           tvb_captured_length(message) < MESSAGE_HEADER + SHORTEST_HELLO;
}

static void draw_message(guint16 version, const struct record_note *note, tvbuff_t *message,
                         packet_info *pinfo, proto_tree *tree, const char *name)
{
    proto_tree *subtree = handshake_draw_message(tree, message, name);

    if (tvb_get_uint8(message, 0) == TLS_FINISHED)
        draw_finished(version, note, message, pinfo, subtree);
    else if (is_hello_cut_short(message))
        expert_add_info(pinfo, subtree, &ei_handshake_cut_short);
    else
        builtin_draw(TLS_HANDSHAKE, version, message, pinfo, subtree);
}

static void draw_too_many(tvbuff_t *content, gint offset, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_none_format(tree, hf_handshake, content, offset, -1,
                                                  "Further handshake messages");

    expert_add_info(pinfo, item, &ei_too_many_messages);
}

static void draw_messages(guint16 version, const struct record_note *note, tvbuff_t *content,
                          packet_info *pinfo, proto_tree *tree)
{
    const char *title = NULL;
    guint count = 0;
    gint offset = 0;

    while (tvb_captured_length_remaining(content, offset) >= MESSAGE_HEADER) {
        if (count++ == MESSAGES_DRAWN) {
            draw_too_many(content, offset, pinfo, tree);
            break;
        }
        const gint left = tvb_captured_length_remaining(content, offset);
        const gint size = MIN(left, MESSAGE_HEADER + (gint)tvb_get_ntoh24(content, offset + 1));
        tvbuff_t *message = tvb_new_subset_length(content, offset, size);
        const char *name = builtin_value_name("tls.handshake.type", tvb_get_uint8(message, 0));
        draw_message(version, note, message, pinfo, tree, name);
        title = title == NULL ? name : "Multiple Handshake Messages";
        offset += size;
    }
    record_title_add_protocol(tree, "Handshake", title != NULL ? title : "Handshake fragment");
}

static tvbuff_t *kept_tvb(const struct record_note *note, tvbuff_t *parent, packet_info *pinfo,
                          const char *name)
{
    const struct legacyssl_bytes kept = record_note_rare(note)->kept;
    tvbuff_t *tvb = tvb_new_child_real_data(parent, kept.data, (guint)kept.len, (gint)kept.len);
    add_new_data_source(pinfo, tvb, name);
    return tvb;
}

static void draw_handshake(guint16 version, const struct record_note *note, tvbuff_t *content,
                           packet_info *pinfo, proto_tree *tree)
{
    if (!note->is_fragment) {
        draw_messages(version, note, content, pinfo, tree);
        return;
    }
    proto_tree_add_item(tree, hf_handshake_fragment, content, 0, -1, ENC_NA);
    if (record_note_rare(note)->kept.len == 0) {
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Handshake fragment");
        record_title_add_protocol(tree, "Handshake", "Handshake fragment");
        return;
    }
    draw_messages(version, note, kept_tvb(note, content, pinfo, "Reassembled handshake"), pinfo, tree);
}

void tls_alert_draw(guint16 version, tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    const char *text = "Alert";

    if (tvb_captured_length(content) == ALERT_SIZE)
        text = wmem_strdup_printf(
            pinfo->pool, "Alert (Level: %s, Description: %s)",
            builtin_value_name("tls.alert_message.level", tvb_get_uint8(content, 0)),
            builtin_value_name("tls.alert_message.desc", tvb_get_uint8(content, 1)));
    record_title_add(tree, text);
    proto_item *item = proto_tree_add_none_format(tree, hf_alert, content, 0, -1, "%s", text);
    builtin_draw(TLS_ALERT, version, content, pinfo, proto_item_add_subtree(item, ett_handshake));
}

/* RFC 2246 7.2.1: close_notify is the last thing that a sender says. */
static void draw_alert(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                       guint16 version, tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    tls_alert_draw(version, content, pinfo, tree);
    if (tvb_captured_length(content) == ALERT_SIZE && tvb_get_uint8(content, 1) == CLOSE_NOTIFY)
        app_data_end(conversation, side, APP_DATA_CLOSE_NOTIFY, content, pinfo, tree);
}

static void draw_change_cipher_spec(tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Change Cipher Spec");
    record_title_add_protocol(tree, "Change Cipher Spec", "Change Cipher Spec");
    proto_tree_add_item(tree, hf_change_cipher_spec, content, 0, -1, ENC_NA);
    builtin_twin_item(tree, hf_change_cipher_spec, content, 0, -1, ENC_NA);
}

void tls_content_draw(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint8 content_type, guint16 version, struct record_note *note,
                      tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    if (record_note_rare(note)->kept.len != 0 && !note->is_fragment)
        content = kept_tvb(note, content, pinfo, "Decompressed record");
    switch (content_type) {
    case TLS_CHANGE_CIPHER_SPEC:
        draw_change_cipher_spec(content, pinfo, tree);
        break;
    case TLS_ALERT:
        draw_alert(conversation, side, version, content, pinfo, tree);
        break;
    case TLS_HANDSHAKE:
        draw_handshake(version, note, content, pinfo, tree);
        break;
    case TLS_APPLICATION_DATA:
        app_data_dissect(conversation, side, note, content, pinfo, tree);
        break;
    default:
        record_title_add(tree, val_to_str_const(content_type, tls_content_types, "Unknown"));
        builtin_draw(content_type, version, content, pinfo, tree);
        break;
    }
}
