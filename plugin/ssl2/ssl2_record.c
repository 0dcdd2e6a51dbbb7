/* ssl2_record.c - the record layer of SSL 2.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_record.h"

#include "state/conversation.h"
#include "application/app_data.h"
#include "record/protected_record.h"
#include "ssl2/ssl2_handshake.h"
#include "ssl2/ssl2_record_header.h"
#include "ssl2/ssl2_record_search.h"
#include "ssl2/ssl2_failure.h"
#include "ssl2/ssl2_keys.h"
#include "ssl2/ssl2_messages.h"
#include "ssl2/ssl2_security.h"
#include "show/builtin_fields.h"

#define CLEAR_ERROR_LEN 3
#define MAC_LEN 16
#define SSL2_VERSION 0x0002

/* The server says nothing between SERVER-HELLO and the client's CLIENT-MASTER-KEY; if it does, that
 * was lost. So it was if the client, behind a gap, sends something else. */
static gboolean has_lost_master_key(const struct legacyssl_conversation *conversation,
                                    const struct protected_record *p)
{
    if (p->record.body.len <= MAC_LEN)
        return FALSE;
    return p->side == LEGACYSSL_SERVER || (lost_records_is_open(&conversation->sender[p->side]) &&
                                           p->record.body.data[0] != SSL2_CLIENT_MASTER_KEY);
}

/* draft-hickman 5.4: bodies are encrypted once both sides have what they need for the keys: for the
 * client after it has sent CLIENT-MASTER-KEY, for the server after it has received it, or both
 * after a SESSION-ID-HIT. An ERROR before that is in the clear. */
static gboolean is_encrypted(const struct legacyssl_conversation *conversation,
                             const struct protected_record *p)
{
    const struct ssl2_handshake *handshake = conversation->ssl2;
    const struct legacyssl_bytes body = p->record.body;
    const gboolean is_clear_error = body.len == CLEAR_ERROR_LEN && body.data[0] == SSL2_ERROR;

    if (conversation->sender[p->side].parameters != NULL || handshake->is_missing)
        return TRUE;
    return handshake->has_server_hello && !is_clear_error &&
           (handshake->is_resumed || handshake->has_client_master_key ||
            has_lost_master_key(conversation, p));
}

static void begin_encryption(struct legacyssl_conversation *conversation,
                             struct protected_record *p, struct record_note *note)
{
    struct ssl2_handshake *handshake = conversation->ssl2;

    if (handshake->parameters == NULL) {
        handshake->parameters = ssl2_find_keys(handshake, p->side, &p->record);
        record_note_show_keys(note, handshake->parameters);
    }
    sender_change_keys(&conversation->sender[p->side], p->side, handshake->parameters);
}

static void message_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                         struct legacyssl_bytes message, struct record_note *note)
{
    ssl2_message_seen(conversation, side, message, note);
    ssl2_look_for_attack(conversation, message, note->frame);
    ssl2_look_for_failure(conversation, side, message, note->frame);
}

static void opened(struct legacyssl_conversation *conversation, const struct protected_record *p,
                   const struct legacyssl_bytes *data, struct record_note *note)
{
    if (data == NULL) {
        ssl2_look_at_closed_record(conversation, p, note->frame);
        return;
    }
    note->content =
        ssl2_is_handshake(conversation, p->side, *data) ? CONTENT_HANDSHAKE : CONTENT_APP_DATA;
    if (note->content == CONTENT_HANDSHAKE)
        message_seen(conversation, p->side, *data, note);
    else /* what ends its handshake may be lost */
        conversation->ssl2->has_ended[p->side] = TRUE;
}

static void clear_seen(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note)
{
    note->content = CONTENT_HANDSHAKE;
    message_seen(conversation, p->side, p->record.body, note);
}

static void draw_clear(struct legacyssl_conversation *conversation _U_,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree)
{
    if (p->record.body.len != 0)
        ssl2_message_draw(p->body_tvb, pinfo, tree, note);
}

static void draw_content(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    if (note->content == CONTENT_HANDSHAKE)
        ssl2_message_draw(content, pinfo, tree, note);
    else
        app_data_dissect(conversation, p->side, note, content, pinfo, tree);
}

/* draft-hickman 5.5.4: CLIENT-FINISHED has the CONNECTION-ID. Where it is in a gap, so is
 * CLIENT-MASTER-KEY, which counts. */
static gsize finished(const struct legacyssl_secrets *secrets)
{
    return 1 + secrets->server_random.len;
}

static void draw_header(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree)
{
    ssl2_header_draw(header, tvb, tree);
    builtin_field_version(tree, tvb, SSL2_VERSION);
}

const struct record_layer ssl2_record_layer = {
    .column = "SSLv2",
    .sizes = {.header = SSL2_HEADER_MIN, .finished = finished, .finished_records = 2},
    .counts_clear = TRUE,
    .parse_header = ssl2_parse_header,
    .other_header = ssl2_other_header,
    .find = ssl2_record_find,
    .is_encrypted = is_encrypted,
    .begin_encryption = begin_encryption,
    .clear_seen = clear_seen,
    .opened = opened,
    .draw_header = draw_header,
    .draw_clear = draw_clear,
    .draw_content = draw_content,
};
