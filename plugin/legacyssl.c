/* legacyssl.c - the protocol LegacySSL as Wireshark knows it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "legacyssl.h"

#include "app_dissector.h"
#include "conversation.h"
#include "fields.h"
#include "key_source.h"
#include "lookout.h"
#include "preferences.h"
#include "record_header.h"
#include "ssl2_record.h"

#include <epan/dissectors/packet-tcp.h>

dissector_handle_t legacyssl_handle;

/* What a record's dissection needs to know of the TCP payload around it. */
struct payload {
    struct legacyssl_conversation *conversation;
    tvbuff_t *tvb;
    guint32 sequence; /* TCP sequence number of its first byte */
};

static guint record_size(packet_info *pinfo _U_, tvbuff_t *tvb, int offset, void *data _U_)
{
    const struct record_header header = record_header_parse(tvb, offset);

    return (guint)header.size + header.length;
}

static int dissect_one_record(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct payload *payload = data;
    const guint32 offset = (guint32)(tvb_raw_offset(tvb) - tvb_raw_offset(payload->tvb));

    ssl2_record_dissect(tvb, pinfo, tree, payload->conversation, payload->sequence + offset);
    return (int)tvb_captured_length(tvb);
}

static const char *column_name(enum legacyssl_protocol protocol)
{
    static const char *const names[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = "SSLv2",
        [LEGACYSSL_PCT1] = "PCT",
        [LEGACYSSL_SSL3] = "SSLv3",
        [LEGACYSSL_TLS10] = "TLSv1",
    };
    return names[protocol];
}

static proto_tree *draw_conversation(const struct legacyssl_conversation *conversation,
                                     tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, -1, ENC_NA);
    proto_tree *subtree = proto_item_add_subtree(item, ett_legacyssl);

    col_set_str(pinfo->cinfo, COL_PROTOCOL, column_name(conversation->protocol));
    col_clear(pinfo->cinfo, COL_INFO);
    proto_item_append_text(item, ", %s", legacyssl_protocol_name(conversation->protocol));
    proto_item_set_generated(
        proto_tree_add_uint(subtree, hf_stream, tvb, 0, 0, conversation->stream));
    proto_item_set_generated(proto_tree_add_uint(
        subtree, hf_version, tvb, 0, 0, legacyssl_protocol_version(conversation->protocol)));
    return subtree;
}

static int dissect_legacyssl(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct tcpinfo *tcpinfo = data;
    struct payload payload = {
        .conversation = legacyssl_conversation_find(pinfo),
        .tvb = tvb,
        .sequence = tcpinfo != NULL ? tcpinfo->seq : 0,
    };

    if (payload.conversation == NULL || !payload.conversation->is_claimed)
        return 0;
    proto_tree *subtree = draw_conversation(payload.conversation, tvb, pinfo, tree);
    tcp_dissect_pdus(tvb, pinfo, subtree, TRUE, RECORD_HEADER_MIN, record_size, dissect_one_record,
                     &payload);
    return (int)tvb_captured_length(tvb);
}

static void file_closed(void)
{
    app_data_cleanup();
    key_source_cleanup();
    keys_cleanup();
    legacyssl_conversation_reset();
}

void legacyssl_register(void)
{
    proto_legacyssl = proto_register_protocol("Legacy SSL", "LegacySSL", "legacyssl");
    legacyssl_handle = register_dissector("legacyssl", dissect_legacyssl, proto_legacyssl);
    fields_register();
    preferences_register();
    lookout_register();
    register_cleanup_routine(file_closed);
}

void legacyssl_handoff(void)
{
    app_dissector_handoff();
    lookout_handoff();
}
