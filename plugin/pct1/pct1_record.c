/* pct1_record.c - the record layer of PCT 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/pct1_record.h"

#include "state/conversation.h"
#include "show/handshake_draw.h"
#include "pct1/pct1_handshake.h"
#include "pct1/pct1_keys.h"
#include "pct1/pct1_messages.h"
#include "record/protected_record.h"
#include "recognise/recognise.h"

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
    const gboolean is_first = conversation->sender[p->side].connection == NULL;

    if (p->is_escape)
        return TRUE;
    if (!side->is_protected)
        return lost_last_message(side, p);
    if (is_first && pct1_is_error(p->record.body))
        return FALSE;
    return !(side->is_behind_unread_escape && recognise_pct1_hello(p->record.body));
}

/* The record's number by each way of counting. */
static void count(const struct pct1_side *side, guint32 sequence, guint32 numbers[PCT1_NUMBERINGS])
{
    numbers[NUMBERS_RESTART] = sequence - side->restarted_at;
    numbers[NUMBERS_RUN_ON] = sequence;
    numbers[NUMBERS_FROM_MASTER_KEY] = sequence - side->master_key_at;
}

static struct connection *begin_encryption(struct legacyssl_conversation *conversation,
                                           struct protected_record *p, struct record_note *note)
{
    struct pct1_side *side = &conversation->pct1->side[p->side];
    struct pct1_handshake *handshake = pct1_current_handshake(conversation->pct1, p->side);
    guint32 numbers[PCT1_NUMBERINGS];

    count(side, (guint32)p->record.sequence, numbers);
    struct connection *connection = pct1_find_keys(handshake, p->side, &p->record, numbers);
    conversation->sender[p->side].sequence = p->record.sequence + 1;
    if (handshake->shown != connection)
        record_note_add_rare(note)->shown_keys = connection;
    handshake->shown = connection;
    return connection;
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
    side->is_behind_unread_escape = p->is_escape && data == NULL;
    if (data == NULL)
        return;
    if (!p->is_escape) {
        note->content = data_content(side);
        return;
    }
    note->content = CONTENT_ESCAPE;
    side->is_behind_unread_escape = !pct1_escape_seen(conversation, p->side, *data);
}

static void draw_message(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         const struct record_note *note)
{
    const struct legacyssl_bytes message = {tvb_get_ptr(tvb, 0, -1), tvb_captured_length(tvb)};

    handshake_draw(pct1_layouts(message), tvb, pinfo, tree, note);
}

const struct record_flow pct1_flow = {
    .is_encrypted = is_encrypted,
    .begin_encryption = begin_encryption,
    .opened = opened,
    .message_seen = pct1_message_seen,
    .message_draw = draw_message,
};
