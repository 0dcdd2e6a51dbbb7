/* record_layer.c - in what the record layers of the protocols differ
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/record_layer.h"

#include "state/conversation.h"

static struct {
    const struct record_layer *layer;
    look_for_answer_function look_for_answer;
} layers[LEGACYSSL_PROTOCOLS];

void record_layer_register(enum legacyssl_protocol protocol, const struct record_layer *layer,
                           look_for_answer_function look_for_answer)
{
    layers[protocol].layer = layer;
    layers[protocol].look_for_answer = look_for_answer;
}

const struct record_layer *record_layer_of(const struct legacyssl_conversation *conversation,
                                           guint32 frame)
{
    return layers[legacyssl_conversation_protocol(conversation, frame)].layer;
}

void record_layer_look(struct legacyssl_conversation *conversation, tvbuff_t *tvb,
                       packet_info *pinfo)
{
    look_for_answer_function look_for_answer = layers[conversation->protocol].look_for_answer;

    if (look_for_answer != NULL)
        look_for_answer(conversation, tvb, pinfo);
}
