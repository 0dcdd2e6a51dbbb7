/* tls_record.c - the record layer of SSL 3.0 and TLS 1.0, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_record.h"

#include "state/conversation.h"
#include "show/fields.h"
#include "secrets/security_parameters.h"
#include "tls/decompression.h"
#include "record/protected_record.h"
#include "tls/tls_content.h"
#include "tls/tls_fields.h"
#include "bytes/unread.h"
#include "tls/tls_reading_state.h"
#include "tls/tls_record_header.h"
#include "tls/tls_security.h"
#include "tls/tls_state.h"
#include "show/record_title.h"

#include <epan/expert.h>

/* A header that is cut by the segment's end counts only if there is a way to see the rest, and not
 * for ever: any three bytes can look like one. */
static gint find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                 struct legacyssl_conversation *conversation, enum legacyssl_side side, guint32 seq)
{
    const gint len = (gint)tvb_captured_length(tvb);
    const gint found =
        tls_find_header(tvb, offset, pinfo->can_desegment ? len - 1 : len - TLS_RECORD_HEADER,
                        legacyssl_protocol_version(conversation->protocol));

    if (found < 0)
        return -1;
    if (len - found < TLS_RECORD_HEADER)
        return lost_segments_may_wait(&conversation->sender[side], seq + (guint32)found) ? found
                                                                                         : -1;
    lost_segments_found(&conversation->sender[side]);
    return found;
}

/* ---- first visit ---------------------------------------------------------------------------- */

/* RFC 3749: what was decrypted is compressed, application data and handshake alike. */
static gboolean decompress(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct record_note *note, struct legacyssl_bytes *content)
{
    struct decompressor *decompressor = conversation->tls->decompressor[side];

    if (decompressor == NULL)
        return TRUE;
    note->decompression = decompressor_run(decompressor, *content, content);
    if (note->decompression != DECOMPRESSED)
        return FALSE;
    record_note_add_rare(note)->kept = *content;
    return TRUE;
}

/* The first handshake: what ends a later one ends no connection that was never there. */
static gboolean is_finished(const struct legacyssl_conversation *conversation)
{
    const struct tls_conversation *tls = conversation->tls;

    return tls->handshake != conversation->reading->handshake ||
           (tls->has_finished[LEGACYSSL_CLIENT] && tls->has_finished[LEGACYSSL_SERVER]);
}

static void content_seen(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         struct legacyssl_bytes content)
{
    if (p->record.type == TLS_CHANGE_CIPHER_SPEC)
        tls_change_cipher_spec_seen(conversation, p->side, note);
    else if (p->record.type == TLS_HANDSHAKE)
        tls_handshake_content_seen(conversation, p->side, content, note);
    else if (p->record.type == TLS_ALERT && note->parameters != NULL && !is_finished(conversation))
        tls_look_at_alert(conversation, p->side, content, note->frame);
    else if (p->record.type == TLS_HEARTBEAT)
        tls_look_at_heartbeat(conversation, content, note->frame);
}

/* Nothing goes on over a gap: neither compression nor messages, nor the proof of a handshake. */
static void records_are_missing(struct tls_conversation *tls, enum legacyssl_side side)
{
    decompressor_lose(tls->decompressor[side]);
    unread_drop(&tls->messages[side]);
    tls->handshake->is_incomplete = TRUE;
}

static gboolean is_incomplete(const struct legacyssl_conversation *conversation)
{
    return conversation->tls->handshake->is_incomplete;
}

/* In the clear until ChangeCipherSpec; or if that is in a gap, before this record. */
static gboolean is_encrypted(const struct legacyssl_conversation *conversation,
                             const struct protected_record *p)
{
    return conversation->sender[p->side].parameters != NULL ||
           conversation->tls->has_lost_change[p->side];
}

static void begin_encryption(struct legacyssl_conversation *conversation,
                             struct protected_record *p, struct record_note *note)
{
    tls_change_cipher_spec_lost(conversation, p->side, note);
    p->record.sequence = 0;
}

static void clear_seen(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note)
{
    content_seen(conversation, p, note, p->record.body);
}

static void opened(struct legacyssl_conversation *conversation, const struct protected_record *p,
                   const struct legacyssl_bytes *data, struct record_note *note)
{
    struct tls_conversation *tls = conversation->tls;
    struct legacyssl_bytes content;

    if (note->is_cut_short)
        decompressor_lose(tls->decompressor[p->side]);
    else if (note->parameters->has_keys && record_note_rare(note)->lost != NULL)
        records_are_missing(tls, p->side);
    if (data == NULL)
        return;
    content = *data;
    if (decompress(conversation, p->side, note, &content))
        content_seen(conversation, p, note, content);
}

/* ---- drawing -------------------------------------------------------------------------------- */

/* The MAC's verdict stands: only what is in the record can't be read. */
static void draw_not_decompressed(const struct record_note *note, tvbuff_t *content,
                                  packet_info *pinfo, proto_tree *tree)
{
    static const char *const texts[] = {
        [DECOMPRESSION_LOST] = "it refers to earlier records that are missing",
        [DECOMPRESSION_UNKNOWN] = "this method is not known here",
        [DECOMPRESSION_DAMAGED] =
            "the data are none of that method: did the sender compress wrongly?",
        [DECOMPRESSION_TOO_MUCH] =
            "it is many times as long as what was captured, like others before it",
    };
    const guint8 method = note->parameters->compression;
    const char *name = decompression_method_name(method);

    proto_tree_add_expert_format(
        tree, pinfo, &ei_not_decompressed, content, 0, -1,
        "This record is compressed with method %u (%s), and can't be decompressed: %s", method,
        name != NULL ? name : "unknown", texts[note->decompression]);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Compressed Record");
    record_title_add(tree, "Compressed Record");
}

static void draw_content(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    if (note->decompression != DECOMPRESSED)
        draw_not_decompressed(note, content, pinfo, tree);
    else
        tls_content_draw(conversation, p->side, p->record.type, p->record.version, note, content,
                         pinfo, tree);
}

static void draw_clear(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree)
{
    if (p->record.type == TLS_APPLICATION_DATA) { /* nobody vouches for them */
        proto_tree_add_expert_format(tree, pinfo, &ei_record_damaged, p->body_tvb, 0, -1,
                                     "Application data before ChangeCipherSpec: is that damaged?");
        return;
    }
    tls_content_draw(conversation, p->side, p->record.type, p->record.version, note, p->body_tvb,
                     pinfo, tree);
}

/* RFC 2246 7.4.9 */
static gsize tls_finished(const struct legacyssl_secrets *secrets _U_)
{
    return 4 + 12;
}

/* RFC 6101 5.6.9 */
static gsize ssl3_finished(const struct legacyssl_secrets *secrets _U_)
{
    return 4 + 36;
}

/* Some peers tell that they can't decrypt in the clear. No suite has records as short as that. */
static gboolean draw_in_clear(const struct protected_record *p, packet_info *pinfo,
                              proto_tree *tree)
{
    if (p->record.type != TLS_ALERT || p->record.body.len != ALERT_SIZE)
        return FALSE;
    tls_alert_draw(p->record.version, p->body_tvb, pinfo, tree);
    return TRUE;
}

static gboolean holds_app_data(const struct record_header *header)
{
    return header->type == TLS_APPLICATION_DATA;
}

#define TLS_RECORD_LAYER(name, finished_len)                                                       \
    {                                                                                              \
        .column = (name),                                                                          \
        .sizes =                                                                                   \
            {                                                                                      \
                .header = TLS_RECORD_HEADER,                                                       \
                .change_cipher_spec = TLS_RECORD_HEADER + 1,                                       \
                .finished = (finished_len),                                                        \
                .finished_records = 1,                                                             \
            },                                                                                     \
        .has_type_and_version = TRUE, .parse_header = tls_parse_header,                            \
        .other_header = tls_other_header, .find = find, .is_incomplete = is_incomplete,            \
        .is_encrypted = is_encrypted, .begin_encryption = begin_encryption,                        \
        .clear_seen = clear_seen, .opened = opened, .title = tls_header_title,                     \
        .draw_header = tls_header_draw, .draw_no_record = tls_no_record_draw,                      \
        .holds_app_data = holds_app_data, .draw_clear = draw_clear, .draw_content = draw_content,  \
        .draw_in_clear = draw_in_clear,                                                            \
    }

const struct record_layer ssl3_record_layer = TLS_RECORD_LAYER("SSLv3", ssl3_finished);
const struct record_layer tls_record_layer = TLS_RECORD_LAYER("TLSv1", tls_finished);
