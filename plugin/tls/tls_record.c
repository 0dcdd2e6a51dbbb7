/* tls_record.c - the record layer of SSL 3.0 and TLS 1.0, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_record.h"

#include "state/conversation.h"
#include "show/fields.h"
#include "tls/inflate.h"
#include "show/keys_tree.h"
#include "record/protected_record.h"
#include "tls/tls_content.h"
#include "tls/tls_fields.h"

#include <epan/expert.h>

const value_string tls_content_types[] = {
    {TLS_CHANGE_CIPHER_SPEC, "Change Cipher Spec"},
    {TLS_ALERT, "Alert"},
    {TLS_HANDSHAKE, "Handshake"},
    {TLS_APPLICATION_DATA, "Application Data"},
    {TLS_HEARTBEAT, "Heartbeat"},
    {0, NULL},
};

struct tls_conversation *tls_conversation_new(struct tls_handshake *handshake)
{
    struct tls_conversation *tls = wmem_new0(wmem_file_scope(), struct tls_conversation);

    tls->handshake = handshake;
    return tls;
}

static gboolean is_type_and_version(const guint8 *header)
{
    return header[0] >= TLS_CHANGE_CIPHER_SPEC && header[0] <= TLS_HEARTBEAT && header[1] == 3;
}

gboolean tls_is_record_header(const guint8 *header)
{
    return is_type_and_version(header) && (header[3] << 8 | header[4]) <= TLS_MAX_RECORD_BODY;
}

static gboolean parse_header(tvbuff_t *tvb, gint offset, struct record_header *header)
{
    guint8 bytes[TLS_RECORD_HEADER];

    tvb_memcpy(tvb, bytes, offset, sizeof bytes);
    *header = (struct record_header){
        .size = TLS_RECORD_HEADER,
        .type = bytes[0],
        .version = (guint16)(bytes[1] << 8 | bytes[2]),
        .length = (guint16)(bytes[3] << 8 | bytes[4]),
    };
    return tls_is_record_header(bytes);
}

/* The header is in the MAC (TLS 1.0: type and version; SSL 3.0: type). */
static gboolean other_header(struct legacyssl_record *record, guint index)
{
    static const guint16 versions[] = {0x0300, 0x0301, 0x0302, 0x0303};
    const guint types = TLS_HEARTBEAT - TLS_CHANGE_CIPHER_SPEC + 1;

    if (index >= G_N_ELEMENTS(versions) * types)
        return FALSE;
    record->version = versions[index / types];
    record->type = (guint8)(TLS_CHANGE_CIPHER_SPEC + index % types);
    return TRUE;
}

/* ---- behind a gap ---------------------------------------------------------------------------- */

/* Whether what there is of a header, from `offset` on, can be one of `version`. */
static gboolean can_be_header(guint16 version, tvbuff_t *tvb, gint offset, gint len)
{
    guint8 header[TLS_RECORD_HEADER] = {TLS_APPLICATION_DATA, (guint8)(version >> 8),
                                        (guint8)version, 0, 1};

    tvb_memcpy(tvb, header, offset, (gsize)len);
    return tls_is_record_header(header) && header[2] == (guint8)version &&
           (header[3] | header[4]) != 0;
}

/* A header, and behind its record another one, as far as that is there. */
static gboolean can_be_record(guint16 version, tvbuff_t *tvb, gint offset)
{
    const gint left = tvb_captured_length_remaining(tvb, offset);

    if (!can_be_header(version, tvb, offset, MIN(left, TLS_RECORD_HEADER)))
        return FALSE;
    if (left < TLS_RECORD_HEADER)
        return TRUE;
    const gint size = TLS_RECORD_HEADER + tvb_get_ntohs(tvb, offset + 3);
    return left <= size ||
           can_be_header(version, tvb, offset + size, MIN(left - size, TLS_RECORD_HEADER));
}

gint tls_find_header(tvbuff_t *tvb, gint offset, gint last, guint16 version)
{
    for (; offset <= last; offset++)
        if (can_be_record(version, tvb, offset))
            return offset;
    return -1;
}

/* A header that is cut by the segment's end counts only if there is a way to see the rest. */
static gint find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                 struct legacyssl_conversation *conversation, enum legacyssl_side side,
                 guint32 sequence _U_)
{
    const gint len = (gint)tvb_captured_length(tvb);
    const gint found =
        tls_find_header(tvb, offset, pinfo->can_desegment ? len - 1 : len - TLS_RECORD_HEADER,
                        legacyssl_protocol_version(conversation->protocol));

    if (found >= 0 && len - found >= TLS_RECORD_HEADER)
        lost_segments_found(&conversation->sender[side]);
    return found;
}

/* ---- first visit ---------------------------------------------------------------------------- */

/* RFC 3749: what was decrypted is compressed, application data and handshake alike. */
static gboolean decompress(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct record_note *note, struct legacyssl_bytes *content)
{
    struct inflater *inflater = conversation->tls->inflater[side];

    if (inflater == NULL)
        return TRUE;
    note->is_not_inflated = inflater_has_lost(inflater);
    if (note->is_not_inflated)
        return FALSE;
    if (!inflater_run(inflater, *content, content)) {
        note->error = LEGACYSSL_TOO_SHORT;
        return FALSE;
    }
    record_note_add_rare(note)->kept = *content;
    return TRUE;
}

static void content_seen(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         struct legacyssl_bytes content)
{
    if (p->record.type == TLS_CHANGE_CIPHER_SPEC)
        tls_change_cipher_spec_seen(conversation, p->side, note);
    else if (p->record.type == TLS_HANDSHAKE)
        tls_handshake_content_seen(conversation, p->side, content, note);
}

/* Nothing goes on over a gap: neither compression nor messages, nor the proof of a handshake. */
static void records_are_missing(struct tls_conversation *tls, enum legacyssl_side side)
{
    inflater_lose(tls->inflater[side]);
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
    return conversation->sender[p->side].connection != NULL ||
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
        inflater_lose(tls->inflater[p->side]);
    else if (note->connection->has_keys && record_note_rare(note)->lost != NULL)
        records_are_missing(tls, p->side);
    if (data == NULL)
        return;
    content = *data;
    if (decompress(conversation, p->side, note, &content))
        content_seen(conversation, p, note, content);
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void draw_not_inflated(tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    proto_tree_add_expert(tree, pinfo, &ei_not_inflated, content, 0, -1);
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Compressed Record");
}

static void draw_content(struct legacyssl_conversation *conversation,
                         const struct protected_record *p, struct record_note *note,
                         tvbuff_t *content, packet_info *pinfo, proto_tree *tree)
{
    if (note->is_not_inflated)
        draw_not_inflated(content, pinfo, tree);
    else
        tls_content_draw(conversation, p->side, p->record.type, p->record.version, note, content,
                         pinfo, tree);
}

static void draw_clear(struct legacyssl_conversation *conversation,
                       const struct protected_record *p, struct record_note *note,
                       packet_info *pinfo, proto_tree *tree)
{
    if (record_note_rare(note)->shown_keys != NULL)
        keys_tree_draw(record_note_rare(note)->shown_keys, pinfo, tree, p->body_tvb);
    if (p->record.type == TLS_APPLICATION_DATA) { /* nobody vouches for them */
        proto_tree_add_expert_format(tree, pinfo, &ei_record_damaged, p->body_tvb, 0, -1,
                                     "Application data before ChangeCipherSpec: is that damaged?");
        return;
    }
    tls_content_draw(conversation, p->side, p->record.type, p->record.version, note, p->body_tvb,
                     pinfo, tree);
}

static const char *title(const struct record_header *header)
{
    return val_to_str_const(header->type, tls_content_types, "unknown");
}

static void draw_header(const struct record_header *header _U_, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree_add_item(tree, hf_content_type, tvb, 0, 1, ENC_BIG_ENDIAN);
    proto_tree_add_item(tree, hf_record_version, tvb, 1, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(tree, hf_record_length, tvb, 3, 2, ENC_BIG_ENDIAN);
}

static void draw_no_record(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    guint8 header[TLS_RECORD_HEADER];

    tvb_memcpy(tvb, header, 0, sizeof header);
    if (is_type_and_version(header))
        proto_tree_add_expert(tree, pinfo, &ei_record_too_long, tvb, 0, -1);
    else
        proto_tree_add_expert_format(tree, pinfo, &ei_record_damaged, tvb, 0, -1,
                                     "No record begins here: does the capture lack a segment?");
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Continuation Data");
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
        .has_telling_header = TRUE, .parse_header = parse_header, .other_header = other_header,    \
        .find = find, .is_incomplete = is_incomplete, .is_encrypted = is_encrypted,                \
        .begin_encryption = begin_encryption, .clear_seen = clear_seen, .opened = opened,          \
        .title = title, .draw_header = draw_header, .draw_no_record = draw_no_record,              \
        .draw_clear = draw_clear, .draw_content = draw_content,                                    \
    }

const struct record_layer ssl3_record_layer = TLS_RECORD_LAYER("SSLv3", ssl3_finished);
const struct record_layer tls_record_layer = TLS_RECORD_LAYER("TLSv1", tls_finished);
