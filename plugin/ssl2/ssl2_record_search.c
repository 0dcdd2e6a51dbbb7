/* ssl2_record_search.c - where a record begins behind a gap, for SSL 2.0 and PCT
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_record_search.h"

#include "record/protected_record.h"
#include "ssl2/ssl2_record_header.h"
#include "state/conversation.h"
#include "secrets/security_parameters.h"

#define TRIES 64     /* numbers of missing records, where a record is likely */
#define FEW_TRIES 4  /* where it is not */
#define SHORT 2048   /* so long a record is worth trying where it is not likely */
#define CHEAP 300000 /* bytes to decrypt in one such search */

/* A search for a record in a segment behind a gap. */
struct record_search {
    const struct record_layer *layer;
    struct sender *sender;
    enum legacyssl_side side;
    tvbuff_t *tvb;
    guint32 seq; /* TCP's, of the first byte */
    gboolean has_keys;
    const guint8
        *ends; /* by offset: whether a chain of whole records leads from there to the end */
};

/* The record at `offset`. FALSE if there is no whole header. */
static gboolean header_at(const struct record_search *search, gint offset,
                          struct record_header *header, gint *size)
{
    if (tvb_captured_length_remaining(search->tvb, offset) < SSL2_HEADER_MIN)
        return FALSE;
    ssl2_parse_header(search->tvb, offset, header);
    *size = header->size + header->length;
    return header->length != 0;
}

/* For each offset whether a chain of whole records leads from there to the end: from the back, as
 * each record leads to a later one. */
static const guint8 *find_ends(const struct record_search *search, packet_info *pinfo)
{
    const gint len = (gint)tvb_captured_length(search->tvb);
    guint8 *ends = wmem_alloc(pinfo->pool, (gsize)len + 1);
    struct record_header header;
    gint size;

    ends[len] = TRUE;
    for (gint offset = len; offset-- > 0;)
        ends[offset] = header_at(search, offset, &header, &size) && size <= len - offset &&
                       ends[offset + size];
    return ends;
}

static gboolean verifies(const struct record_search *search, gint offset, guint tries)
{
    const struct record_note note = {.parameters = search->sender->parameters,
                                     .seq = search->seq + (guint32)offset};
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
    return protected_record_find(search->layer, search->sender, search->side, &note, &record, tries,
                                 &records) == LOST_FOUND;
}

/* A chain of records up to the segment's end, or as long as others: with keys it must verify. */
static gboolean is_likely(const struct record_search *search, gint offset)
{
    struct record_header header;
    gint size;

    if (!header_at(search, offset, &header, &size))
        return FALSE;
    if (search->ends[offset])
        return !search->has_keys || verifies(search, offset, TRIES);
    return search->has_keys && lost_segments_is_usual(search->sender, (guint32)size) &&
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
           lost_segments_is_usual(search->sender, (guint32)size);
}

static gboolean has_header(const struct record_search *search, gint offset)
{
    struct record_header header;
    gint size;

    return header_at(search, offset, &header, &size);
}

/* The first offset, or -1, for which `test` holds, before the sender has spent more than `limit`.
 */
static gint first_offset(const struct record_search *search, gint offset, guint32 limit,
                         gboolean (*test)(const struct record_search *, gint))
{
    const gint len = (gint)tvb_captured_length(search->tvb);
    const guint32 before = search->sender->trials.spent;

    for (; offset < len && search->sender->trials.spent - before <= limit; offset++)
        if (test(search, offset))
            return offset;
    return -1;
}

gint ssl2_record_find(tvbuff_t *tvb, gint offset, packet_info *pinfo,
                      struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint32 seq)
{
    struct sender *sender = &conversation->sender[side];
    struct record_search search = {
        .layer = record_layer_of(conversation, pinfo->num),
        .sender = sender,
        .side = side,
        .tvb = tvb,
        .seq = seq,
        .has_keys = sender->parameters != NULL && sender->parameters->has_keys,
    };

    search.ends = find_ends(&search, pinfo);
    gint found = first_offset(&search, offset, G_MAXUINT32, is_likely);
    if (found < 0)
        found = first_offset(&search, offset, CHEAP, is_unlikely);
    if (found < 0 && !search.has_keys && has_header(&search, offset))
        found = offset;
    if (found < 0)
        lost_segments_search(sender);
    else
        lost_segments_found(sender);
    if (found >= 0 || !pinfo->can_desegment)
        return found;
    found = first_offset(&search, offset, G_MAXUINT32, is_usual_and_longer);
    return found >= 0 && lost_segments_may_wait(sender, seq + (guint32)found) ? found : -1;
}
