/* record_flow.c - the way of one record of SSL 2.0 or PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/record_flow.h"

#include "state/conversation.h"
#include "show/fields.h"
#include "pct1/pct1_record.h"
#include "record/protected_record.h"
#include "record/record_header.h"
#include "pct1/security_escape.h"
#include "ssl2/ssl2_record.h"
#include "statistics/taps.h"

#include <epan/expert.h>

static const struct record_flow *const flows[LEGACYSSL_PROTOCOLS] = {
    [LEGACYSSL_SSL2] = &ssl2_flow,
    [LEGACYSSL_PCT1] = &pct1_flow,
};

static void open_protected(const struct record_flow *flow,
                           struct legacyssl_conversation *conversation, struct protected_record *p,
                           struct record_note *note, packet_info *pinfo)
{
    struct sender *sender = &conversation->sender[p->side];
    struct legacyssl_bytes data;

    if (sender->connection == NULL) {
        sender_change_keys(sender, p->side, flow->begin_encryption(conversation, p, note));
        note->sequence = (guint32)p->record.sequence;
        lost_records_have_keys(sender);
    }
    note->connection = sender->connection;
    if (!sender->connection->has_keys)
        lost_records_news(sender, note);
    if (note->is_cut_short)
        protected_record_skip(p, conversation, note);
    else if (sender->connection->has_keys)
        protected_record_open(p, conversation, note, pinfo);
    const gboolean is_open = p->plaintext != NULL && record_note_is_trusted(note);
    if (is_open)
        data = protected_record_data(p);
    flow->opened(conversation, p, is_open ? &data : NULL, note);
}

static struct record_note *first_visit(const struct record_flow *flow,
                                       struct legacyssl_conversation *conversation,
                                       struct protected_record *p, packet_info *pinfo,
                                       guint32 position, gboolean is_cut_short)
{
    struct sender *sender = &conversation->sender[p->side];
    struct record_note *note = record_notes_add(&sender->notes, pinfo->num, position);

    lost_segments_record(&sender->stream, position,
                         p->header_size + tvb_reported_length(p->body_tvb));
    note->is_cut_short = is_cut_short;
    p->record.sequence = note->sequence = (guint32)sender->sequence++;
    if (flow->is_encrypted(conversation, p)) {
        open_protected(flow, conversation, p, note, pinfo);
    } else {
        note->content = CONTENT_HANDSHAKE;
        lost_records_news(sender, note);
        if (is_cut_short)
            lost_records_begin(sender, position, p->record.sequence);
        if (lost_records_is_open(sender))
            lost_records_skip(sender, p->side, p->header_size + tvb_reported_length(p->body_tvb),
                              0);
        flow->message_seen(conversation, p->side, p->record.body, note);
    }
    if (note->verify_status == LEGACYSSL_BAD && lost_records_any(conversation))
        note->verify_status = LEGACYSSL_UNVERIFIED;
    return note;
}

/* ---- behind a gap ---------------------------------------------------------------------------- */

#define TRIES 64     /* numbers of missing records, where a record is likely */
#define FEW_TRIES 4  /* where it is not */
#define SHORT 2048   /* so long a record is worth trying where it is not likely */
#define CHEAP 300000 /* bytes to decrypt in one such search */

/* A search for a record in a segment behind a gap. */
struct record_search {
    struct sender *sender;
    enum legacyssl_side side;
    tvbuff_t *tvb;
    guint32 sequence; /* TCP's, of the first byte */
    gboolean has_keys;
};

/* The record at `offset`. FALSE if there is no whole header. */
static gboolean header_at(const struct record_search *search, gint offset,
                          struct record_header *header, gint *size)
{
    if (tvb_captured_length_remaining(search->tvb, offset) < RECORD_HEADER_MIN)
        return FALSE;
    *header = record_header_parse(search->tvb, offset);
    *size = header->size + header->length;
    return header->length != 0;
}

/* Whether there is a chain of whole records from `offset` to the end. */
static gboolean ends_with_record(const struct record_search *search, gint offset)
{
    const gint len = (gint)tvb_captured_length(search->tvb);
    struct record_header header;
    gint size;

    while (header_at(search, offset, &header, &size))
        offset += size;
    return offset == len;
}

static gboolean verifies(const struct record_search *search, gint offset, guint tries)
{
    const struct record_note note = {.connection = search->sender->connection,
                                     .position = search->sequence + (guint32)offset};
    struct record_header header;
    guint32 records;
    gint size;

    if (!header_at(search, offset, &header, &size) ||
        size > tvb_captured_length_remaining(search->tvb, offset))
        return FALSE;
    struct legacyssl_record record = {
        .padding = header.padding,
        .body = {tvb_get_ptr(search->tvb, offset + header.size, header.length), header.length},
    };
    search->sender->is_chain_doubtful = TRUE;
    return protected_record_find(search->sender, search->side, &note, &record, tries, &records) ==
           LOST_FOUND;
}

/* A chain of records up to the segment's end, or as long as others: with keys it must verify. */
static gboolean is_likely(const struct record_search *search, gint offset)
{
    struct record_header header;
    gint size;

    if (!header_at(search, offset, &header, &size))
        return FALSE;
    if (ends_with_record(search, offset))
        return !search->has_keys || verifies(search, offset, TRIES);
    return search->has_keys && lost_segments_is_usual(&search->sender->stream, (guint32)size) &&
           verifies(search, offset, TRIES);
}

/* Any short record that verifies, as long as that is cheap. */
static gboolean is_unlikely(const struct record_search *search, gint offset)
{
    struct record_header header;
    gint size;

    return search->has_keys && header_at(search, offset, &header, &size) && size <= SHORT &&
           verifies(search, offset, FEW_TRIES);
}

/* A record that goes on behind the segment's end can't be verified now; but many are as long as the
 * one before. */
static gboolean is_usual_and_longer(const struct record_search *search, gint offset)
{
    struct record_header header;
    gint size;

    return header_at(search, offset, &header, &size) &&
           size > tvb_captured_length_remaining(search->tvb, offset) &&
           lost_segments_is_usual(&search->sender->stream, (guint32)size);
}

static gboolean has_header(const struct record_search *search, gint offset)
{
    struct record_header header;
    gint size;

    return header_at(search, offset, &header, &size);
}

/* The first offset, or -1, for which `test` holds, before the sender has spent more than `limit`.
 */
static gint first_offset(const struct record_search *search, gint offset, gsize limit,
                         gboolean (*test)(const struct record_search *, gint))
{
    const gint len = (gint)tvb_captured_length(search->tvb);

    for (; offset < len && search->sender->lost->spent <= limit; offset++)
        if (test(search, offset))
            return offset;
    return -1;
}

/* Two bytes are little to tell a header from. With keys a MAC must say so, first behind what looks
 * likely; without them, the record must end with the segment, or, as those of a handshake, begin
 * with it. */
gint record_flow_find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                      struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint32 sequence)
{
    struct sender *sender = &conversation->sender[side];
    const struct record_search search = {
        .sender = sender,
        .side = side,
        .tvb = tvb,
        .sequence = sequence,
        .has_keys = sender->connection != NULL && sender->connection->has_keys,
    };

    gint found = first_offset(&search, offset, G_MAXSIZE, is_likely);
    if (found < 0)
        found = first_offset(&search, offset, sender->lost->spent + CHEAP, is_unlikely);
    if (found < 0 && !search.has_keys && has_header(&search, offset))
        found = offset;
    sender->stream.is_searching = found < 0;
    if (found < 0 && pinfo->can_desegment)
        found = first_offset(&search, offset, G_MAXSIZE, is_usual_and_longer);
    return found;
}

static void draw_plaintext(const struct record_flow *flow,
                           struct legacyssl_conversation *conversation,
                           const struct protected_record *p, struct record_note *note,
                           tvbuff_t *data, packet_info *pinfo, proto_tree *tree)
{
    switch (note->content) {
    case CONTENT_HANDSHAKE:
        flow->message_draw(data, pinfo, tree, note);
        break;
    case CONTENT_APP_DATA:
        app_data_dissect(conversation, p->side, note, data, pinfo, tree);
        break;
    case CONTENT_ESCAPE:
        security_escape_draw(data, pinfo, tree);
        break;
    case CONTENT_OUT_OF_BAND:
        out_of_band_draw(data, pinfo, tree);
        break;
    default:
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Unverified Record");
        break;
    }
}

static void draw_body(const struct record_flow *flow, struct legacyssl_conversation *conversation,
                      struct protected_record *p, struct record_note *note, packet_info *pinfo,
                      proto_tree *tree)
{
    if (note->connection == NULL) {
        if (p->record.body.len != 0)
            flow->message_draw(p->body_tvb, pinfo, tree, note);
        return;
    }
    tvbuff_t *data = protected_record_draw(p, conversation, pinfo, tree);
    if (data != NULL)
        draw_plaintext(flow, conversation, p, note, data, pinfo, tree);
    else
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ",
                           p->is_escape ? "Encrypted Security Escape" : "Encrypted Record");
}

static void draw_facts(const struct record_note *note, tvbuff_t *tvb, packet_info *pinfo,
                       proto_tree *tree)
{
    if (!note->is_number_open)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_sequence_number, tvb, 0, 0, note->sequence));
    if (note->is_cut_short)
        proto_tree_add_expert(tree, pinfo, &ei_record_cut_short, tvb, 0, -1);
    lost_note_draw(record_note_rare(note)->lost, tvb, pinfo, tree);
}

void record_flow_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         struct legacyssl_conversation *conversation, guint32 position)
{
    const enum legacyssl_protocol protocol =
        legacyssl_conversation_protocol(conversation, pinfo->num);
    const struct record_flow *flow = flows[protocol];
    const struct record_header header = record_header_parse(tvb, 0);
    struct protected_record p = {
        .side = legacyssl_conversation_side(conversation, pinfo),
        .header_size = header.size,
        .is_escape = header.is_escape,
    };
    proto_tree *record_tree = proto_tree_add_subtree_format(
        tree, tvb, 0, -1, ett_record, NULL, "%s Record", legacyssl_protocol_name(protocol));

    p.body_tvb = tvb_new_subset_remaining(tvb, header.size);
    p.record.padding = header.padding;
    p.record.body.len = tvb_captured_length(p.body_tvb);
    if (p.record.body.len != 0)
        p.record.body.data = tvb_get_ptr(p.body_tvb, 0, -1);
    record_header_draw(&header, tvb, record_tree);

    struct record_note *note =
        record_notes_find(&conversation->sender[p.side].notes, pinfo->num, position);
    if (note == NULL && !pinfo->fd->visited)
        note =
            first_visit(flow, conversation, &p, pinfo, position, p.record.body.len < header.length);
    if (note == NULL)
        return;
    p.note = note;
    p.record.sequence = note->sequence;
    taps_record(conversation, note, pinfo);
    draw_facts(note, tvb, pinfo, record_tree);
    draw_body(flow, conversation, &p, note, pinfo, record_tree);
}
