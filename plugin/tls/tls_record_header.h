/* tls_record_header.h - the record header of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_RECORD_HEADER_H
#define LEGACYSSL_TLS_RECORD_HEADER_H

#include "record/record_layer.h"
#include "tls/tls_content_type.h"

#define TLS_RECORD_HEADER 5
#define TLS_MAX_RECORD_BODY (16384 + 2048) /* RFC 2246 6.2.3 */

/* Whether five bytes are a record header: a known type, version 3.x and a length that is allowed.
 */
gboolean tls_is_record_header(const guint8 *header);

/* Where, from `offset` on and not behind `last`, a record header of `version` stands, with another
 * one behind its record as far as that is there; -1: nowhere. */
gint tls_find_header(tvbuff_t *tvb, gint offset, gint last, guint16 version);

/* For record_layer.h. */
gboolean tls_parse_header(tvbuff_t *tvb, gint offset, struct record_header *header);
gboolean tls_other_header(struct legacyssl_record *record, guint number);
const char *tls_header_title(const struct record_header *header);
void tls_header_draw(const struct record_header *header, tvbuff_t *tvb, proto_tree *tree);
void tls_no_record_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

#endif
