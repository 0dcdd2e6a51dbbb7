/* closed_session.c - a session that stays the built-in's because its secret is not known
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/closed_session.h"

#include "show/fields.h"
#include "show/keys_tree.h"
#include "statistics/taps.h"
#include "tls/tls_keys.h"
#include "wireshark/proto.h"

static void tap(const struct tls_reading *reading, packet_info *pinfo)
{
    struct security_parameters *parameters = wmem_new0(pinfo->pool, struct security_parameters);

    tls_describe(reading->handshake, reading->is_closed_resumed, parameters);
    taps_closed_session(parameters, pinfo);
}

static void draw_failure(const struct security_parameters *failed, tvbuff_t *tvb,
                         packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, 0, ENC_NA);

    const char *caller = pinfo->current_proto; /* whose Wireshark takes the items to be */

    proto_item_set_generated(item);
    pinfo->current_proto = proto_get_protocol_short_name(find_protocol_by_id(proto_legacyssl));
    keys_tree_draw(failed, pinfo, proto_item_add_subtree(item, ett_legacyssl), tvb);
    pinfo->current_proto = caller;
}

void closed_session_draw(const struct tls_reading *reading, tvbuff_t *tvb, packet_info *pinfo,
                         proto_tree *tree, guint32 seq)
{
    if (reading->closed_in != pinfo->num || reading->closed_seq - seq >= tvb_reported_length(tvb))
        return;
    tap(reading, pinfo);
    if (reading->failed != NULL)
        draw_failure(reading->failed, tvb, pinfo, tree);
}
