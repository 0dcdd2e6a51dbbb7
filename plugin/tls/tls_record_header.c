/* tls_record_header.c - the record header of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_record_header.h"

#include "show/fields.h"
#include "tls/tls_fields.h"
#include "show/builtin_fields.h"

#include <epan/expert.h>

static gboolean is_type_and_version(const guint8 *header)
{
    return header[0] >= TLS_CHANGE_CIPHER_SPEC && header[0] <= TLS_HEARTBEAT && header[1] == 3;
}

gboolean tls_is_record_header(const guint8 *header)
{
    return is_type_and_version(header) && (header[3] << 8 | header[4]) <= TLS_MAX_RECORD_BODY;
}

gboolean tls_parse_header(tvbuff_t *tvb, gint offset, struct record_header *header)
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
gboolean tls_other_header(struct legacyssl_record *record, guint number)
{
    static const guint16 versions[] = {0x0300, 0x0301, 0x0302, 0x0303};
    const guint types = TLS_HEARTBEAT - TLS_CHANGE_CIPHER_SPEC + 1;

    if (number >= G_N_ELEMENTS(versions) * types)
        return FALSE;
    record->version = versions[number / types];
    record->type = (guint8)(TLS_CHANGE_CIPHER_SPEC + number % types);
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

/* ---- drawing -------------------------------------------------------------------------------- */

const char *tls_header_title(const struct record_header *header)
{
    return val_to_str_const(header->type, tls_content_types, "unknown");
}

void tls_header_draw(const struct record_header *header _U_, tvbuff_t *tvb, proto_tree *tree)
{
    static const struct {
        int *hf;
        gint offset, len;
    } rows[] = {{&hf_content_type, 0, 1}, {&hf_record_version, 1, 2}, {&hf_record_length, 3, 2}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        proto_tree_add_item(tree, *rows[i].hf, tvb, rows[i].offset, rows[i].len, ENC_BIG_ENDIAN);
        builtin_twin_item(tree, *rows[i].hf, tvb, rows[i].offset, rows[i].len, ENC_BIG_ENDIAN);
    }
}

void tls_no_record_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
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
