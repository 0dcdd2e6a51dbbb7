/* overflowing_hello.c - the hello of MS04-011, which is no hello of any protocol
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/overflowing_hello.h"

#include "recognise/recognise.h"
#include "security/findings.h"
#include "state/conversation.h"
#include "wireshark/proto.h"

static guint unanswered; /* in this file: nearly always none */

void overflowing_hello_seen(struct legacyssl_conversation *state, guint32 frame,
                            gboolean is_port_of_tls)
{
    if (is_port_of_tls) {
        findings_attack(state, ATTACK_PCT_HELLO, frame);
        return;
    }
    state->has_overflowing_hello = TRUE;
    unanswered++;
}

/* A hello of a server, its ERROR, or an alert. */
static gboolean is_answer(struct legacyssl_bytes bytes)
{
    enum { ALERT = 21, SSL3_MAJOR = 3, LEAST = 7 };
    const struct recognised recognised = recognise_hello(bytes);
    enum legacyssl_side sender;

    if (bytes.len < LEAST)
        return FALSE;
    if (bytes.data[0] == ALERT && bytes.data[1] == SSL3_MAJOR)
        return TRUE;
    if (recognise_tls_hello(bytes, &sender))
        return sender == LEGACYSSL_SERVER;
    return recognised.proof == HELLO_PROVEN && hello_sender(recognised.hello) == LEGACYSSL_SERVER;
}

void overflowing_hello_look_for_answer(conversation_t *conversation, const struct segment *segment,
                                       packet_info *pinfo)
{
    struct legacyssl_conversation *state =
        unanswered != 0 ? conversation_get_proto_data(conversation, proto_legacyssl) : NULL;

    if (state != NULL && state->has_overflowing_hello && is_answer(segment->payload) &&
        legacyssl_conversation_sender(state, &pinfo->src, segment->source_port) == LEGACYSSL_SERVER)
        findings_attack(state, ATTACK_PCT_HELLO, pinfo->num);
}

void overflowing_hello_cleanup(void)
{
    unanswered = 0;
}
