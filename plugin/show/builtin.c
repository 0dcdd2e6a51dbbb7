/* builtin.c - what the built-in tls dissector draws for us
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/builtin.h"

#include "show/guarded.h"
#include "wireshark/tls_layer.h"

#define RECORD_HEADER 5

static dissector_handle_t tls;

void builtin_handoff(void)
{
    tls = find_dissector("tls");
}

/* The record that the content would be if it were not encrypted. */
static tvbuff_t *cleartext_record(guint8 content_type, guint16 version, tvbuff_t *content,
                                  packet_info *pinfo)
{
    const guint len = tvb_captured_length(content);
    guint8 *record = wmem_alloc(pinfo->pool, RECORD_HEADER + len);

    record[0] = content_type;
    record[1] = (guint8)(version >> 8);
    record[2] = (guint8)version;
    record[3] = (guint8)(len >> 8);
    record[4] = (guint8)len;
    tvb_memcpy(content, record + RECORD_HEADER, 0, len);
    return tvb_new_child_real_data(content, record, RECORD_HEADER + len,
                                   (gint)(RECORD_HEADER + len));
}

void builtin_draw(guint8 content_type, guint16 version, tvbuff_t *content, packet_info *pinfo,
                  proto_tree *tree)
{
    const guint16 saved_can_desegment = pinfo->can_desegment;
    const gint saved_offset = pinfo->desegment_offset;
    const guint32 saved_len = pinfo->desegment_len;

    if (tls == NULL || tvb_captured_length(content) > G_MAXUINT16)
        return;
    tvbuff_t *record = cleartext_record(content_type, version, content, pinfo);
    add_new_data_source(pinfo, record, "Decrypted message");
    col_set_fence(pinfo->cinfo, COL_INFO); /* it clears the column, and separates what it adds */
    pinfo->can_desegment = 0;
    tls_layer_remove(pinfo);
    guarded_call(tls, record, pinfo, tree);
    pinfo->can_desegment = saved_can_desegment;
    pinfo->desegment_offset = saved_offset;
    pinfo->desegment_len = saved_len;
}
