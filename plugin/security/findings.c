/* findings.c - what the first pass found wrong with a conversation, drawn in its frame on every pass
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "security/findings.h"

#include "show/field_rows.h"
#include "state/conversation.h"
#include "statistics/taps.h"
#include "wireshark/proto.h"

struct finding {
    guint32 frame;
    expert_field *item;
    const char *text; /* NULL: the item's own */
};

static expert_field ei_handshake_failed = EI_INIT;

static guint found; /* in this file: nearly always nothing */

static gboolean has(const struct legacyssl_conversation *conversation, const expert_field *item)
{
    const guint count =
        conversation->findings != NULL ? wmem_array_get_count(conversation->findings) : 0;

    for (guint i = 0; i < count; i++)
        if (((const struct finding *)wmem_array_index(conversation->findings, i))->item == item)
            return TRUE;
    return FALSE;
}

static void add(struct legacyssl_conversation *conversation, const struct finding *finding)
{
    if (has(conversation, finding->item))
        return;
    if (conversation->findings == NULL)
        conversation->findings = wmem_array_new(wmem_file_scope(), sizeof *finding);
    wmem_array_append(conversation->findings, finding, 1);
    found++;
}

void findings_attack(struct legacyssl_conversation *conversation, enum attack attack, guint32 frame)
{
    add(conversation, &(struct finding){frame, attack_item(attack), NULL});
}

void findings_failed(struct legacyssl_conversation *conversation, guint32 frame, const char *text)
{
    add(conversation, &(struct finding){frame, &ei_handshake_failed, text});
}

gboolean findings_have(const struct legacyssl_conversation *conversation, enum attack attack)
{
    return has(conversation, attack_item(attack));
}

static proto_item *draw_place(tvbuff_t *tvb, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_legacyssl, tvb, 0, 0, ENC_NA);

    proto_item_set_generated(item);
    return item;
}

static void draw(const struct finding *finding, packet_info *pinfo, proto_item *place)
{
    if (finding->text != NULL) {
        expert_add_info_format(pinfo, place, finding->item, "%s", finding->text);
        taps_failure(finding->text, pinfo);
        return;
    }
    expert_add_info(pinfo, place, finding->item);
    taps_attack(expert_get_summary(finding->item), pinfo);
}

void findings_draw(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree)
{
    const struct legacyssl_conversation *conversation =
        found != 0 ? legacyssl_conversation_find(pinfo) : NULL;
    proto_item *place = NULL;

    if (conversation == NULL || conversation->findings == NULL)
        return;
    const char *caller = pinfo->current_proto; /* whose Wireshark takes the items to be */
    pinfo->current_proto = proto_get_protocol_short_name(find_protocol_by_id(proto_legacyssl));
    for (guint i = 0; i < wmem_array_get_count(conversation->findings); i++) {
        const struct finding *finding = wmem_array_index(conversation->findings, i);
        if (finding->frame != pinfo->num)
            continue;
        if (place == NULL)
            place = draw_place(tvb, tree);
        draw(finding, pinfo, place);
    }
    pinfo->current_proto = caller;
}

void findings_register(void)
{
    static ei_register_info items[] = {
        EXPERT(ei_handshake_failed, "handshake.failed", PI_SEQUENCE, PI_WARN, "The handshake fails"),
    };
    expert_register_field_array(expert_register_protocol(proto_legacyssl), items, array_length(items));
}

void findings_cleanup(void)
{
    found = 0;
}
