/* pct1_record.c - the record layer of PCT 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/pct1_record.h"

#include "state/conversation.h"
#include "show/handshake_draw.h"
#include "pct1/pct1_handshake.h"
#include "pct1/pct1_keys.h"
#include "pct1/pct1_messages.h"
#include "application/app_data.h"
#include "pct1/security_escape.h"
#include "record/protected_record.h"
#include "ssl2/ssl2_record_header.h"
#include "ssl2/ssl2_record_search.h"
#include "pct1/pct1_hello.h"

/* Whether a message of this type comes from this side (5.2, 5.4). */
static gboolean is_type_of(enum legacyssl_side side, guint8 type)
{
    if (type == PCT1_ERROR)
        return TRUE;
    return side == LEGACYSSL_CLIENT ? type == PCT1_CLIENT_HELLO || type == PCT1_CLIENT_MASTER_KEY
                                    : type == PCT1_SERVER_HELLO || type == PCT1_SERVER_VERIFY;
}

/* A last handshake message that the capture lost shows in a record that can't be one. */
static gboolean lost_last_message(const struct pct1_side *side, const struct protected_record *p)
{
    const struct pct1_handshake *handshake = side->handshake;

    return handshake != NULL && handshake->has_client_hello && handshake->has_server_hello &&
           (p->record.body.len == 0 || !is_type_of(p->side, p->record.body.data[0]));
}

/* 4.2: handshake records are in the clear, all others encrypted. 4.3.2: a new handshake begins with
 * an escape; if that can't be read, the hello behind it tells. */
static gboolean is_encrypted(const struct legacyssl_conversation *conversation,
                             const struct protected_record *p)
{
    const struct pct1_side *side = &conversation->pct1->side[p->side];
    const gboolean is_first = conversation->sender[p->side].parameters == NULL;

    if (p->header.is_escape)
        return TRUE;
    if (!side->is_protected)
        return lost_last_message(side, p);
    if (is_first && pct1_is_error(p->record.body))
        return FALSE;
    return !(side->is_behind_unread_escape && pct1_begins_handshake(p->record.body));
}

/* The record's number by each way of counting. */
static void count(const struct pct1_side *side, guint32 sequence, guint32 numbers[PCT1_NUMBERINGS])
{
    numbers[NUMBERS_RESTART] = sequence - side->restarted_at;
    numbers[NUMBERS_RUN_ON] = sequence;
    numbers[NUMBERS_FROM_MASTER_KEY] = sequence - side->master_key_at;
}

static void begin_encryption(struct legacyssl_conversation *conversation,
                             struct protected_record *p, struct record_note *note)
{
    struct pct1_side *side = &conversation->pct1->side[p->side];
    struct pct1_handshake *handshake = pct1_current_handshake(conversation->pct1, p->side);
    guint32 numbers[PCT1_NUMBERINGS];

    count(side, (guint32)p->record.sequence, numbers);
    struct security_parameters *parameters =
        pct1_find_keys(handshake, p->side, &p->record, numbers);
    if (handshake->shown != parameters)
        record_note_show_keys(note, parameters);
    handshake->shown = parameters;
    sender_change_keys(&conversation->sender[p->side], p->side, parameters);
}

/* 4.3.1: the first data record behind the escape is out-of-band data. */
static enum record_content data_content(struct pct1_side *side)
{
    const gboolean is_out_of_band = side->is_out_of_band_next;

    side->is_out_of_band_next = FALSE;
    return is_out_of_band ? CONTENT_OUT_OF_BAND : CONTENT_APP_DATA;
}

static void opened(struct legacyssl_conversation *conversation, const struct protected_record *p,
                   const struct legacyssl_bytes *data, struct record_note *note)
{
    struct pct1_side *side = &conversation->pct1->side[p->side];
    const struct pct1_handshake *handshake = side->handshake;

    note->is_number_open =
        handshake != NULL && handshake->is_redo && !handshake->is_numbering_known;
    side->is_behind_unread_escape = p->header.is_escape && data == NULL;
    if (data == NULL)
        return;
    if (!p->header.is_escape) {
        note->content = data_content(side);
        return;
    }
    note->content = CONTENT_ESCAPE;
    side->is_behind_unread_escape = !pct1_escape_seen(conversation, p->side, *data);
}

static void clear_seen(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note)
{
    note->content = CONTENT_HANDSHAKE;
    pct1_message_seen(conversation, p->side, p->record.body, note);
}

static void draw_clear(struct legacyssl_conversation *conversation _U_,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree)
{
    if (p->record.body.len != 0)
        handshake_draw(pct1_layouts(p->record.body), p->body_tvb, pinfo, tree, note);
}

static void draw_content(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    if (note->content == CONTENT_ESCAPE)
        security_escape_draw(content, pinfo, tree);
    else if (note->content == CONTENT_OUT_OF_BAND)
        out_of_band_draw(content, pinfo, tree);
    else
        app_data_dissect(conversation, p->side, note, content, pinfo, tree);
}

const struct record_layer pct1_record_layer = {
    .column = "PCT",
    .sizes = {.header = SSL2_HEADER_MIN},
    .counts_clear = TRUE,
    .parse_header = ssl2_parse_header,
    .other_header = ssl2_other_header,
    .find = ssl2_record_find,
    .is_encrypted = is_encrypted,
    .begin_encryption = begin_encryption,
    .clear_seen = clear_seen,
    .opened = opened,
    .draw_header = ssl2_header_draw,
    .draw_clear = draw_clear,
    .draw_content = draw_content,
};
