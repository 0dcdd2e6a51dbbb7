/* ssl2_security.c - attacks that show in the messages of SSL 2.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_security.h"

#include "security/findings.h"
#include "security/rules.h"
#include "security/series.h"
#include "ssl2/ssl2_handshake.h"
#include "ssl2/ssl2_messages.h"
#include "state/conversation.h"

#include <string.h>

#define MAC_LEN 16
#define SERVER_FINISHED 2 /* the record's number, where no certificate is asked for */

/* The longest that else stands there: REQUEST-CERTIFICATE with a challenge of 32 bytes. */
#define LONGEST_REQUEST (2 + 32)

static gboolean is_among(struct legacyssl_bytes specs, struct legacyssl_bytes kind)
{
    for (gsize i = 0; i + SSL2_CIPHER_SPEC_SIZE <= specs.len; i += SSL2_CIPHER_SPEC_SIZE)
        if (memcmp(specs.data + i, kind.data, SSL2_CIPHER_SPEC_SIZE) == 0)
            return TRUE;
    return FALSE;
}

static void client_master_key(struct legacyssl_conversation *conversation,
                              const struct parsed_message *message, struct legacyssl_bytes bytes,
                              guint32 frame)
{
    static const struct {
        guint row;
        enum ruled_field field;
    } lengths[] = {
        {SSL2_CMK_CLEAR_KEY_LENGTH, MASTER_KEY_CLEAR},
        {SSL2_CMK_ENCRYPTED_KEY_LENGTH, MASTER_KEY_ENCRYPTED},
        {SSL2_CMK_KEY_ARG_LENGTH, MASTER_KEY_ARG},
    };
    const struct ssl2_handshake *handshake = conversation->ssl2;
    const struct legacyssl_suite *suite =
        legacyssl_suite_find(LEGACYSSL_SSL2, handshake->cipher_kind);
    const struct legacyssl_bytes kind = message_field(message, bytes, SSL2_CMK_CIPHER_KIND);

    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++)
        if (message->fields[lengths[i].row].len != 0)
            rules_check(conversation, lengths[i].field,
                        message_number(message, bytes, lengths[i].row), suite, frame);
    if (handshake->has_server_hello && kind.len == SSL2_CIPHER_SPEC_SIZE &&
        !is_among(handshake->server_specs, kind))
        findings_attack(conversation, ATTACK_CIPHER_NOT_OFFERED, frame);
    series_key_sent(conversation, handshake->encrypted_key, handshake->connection_id, frame);
}

void ssl2_look_for_attack(struct legacyssl_conversation *conversation, struct legacyssl_bytes bytes,
                          guint32 frame)
{
    struct parsed_message message;

    if (!message_parse(ssl2_messages, bytes, &message))
        return;
    switch (message.layout->type) {
    case SSL2_CLIENT_HELLO:
        rules_check(conversation, CLIENT_HELLO_CHALLENGE,
                    message_number(&message, bytes, SSL2_CH_CHALLENGE_LENGTH), NULL, frame);
        break;
    case SSL2_SERVER_HELLO:
        if (conversation->ssl2->has_foreign_hello)
            series_rolled_back(conversation, frame);
        break;
    case SSL2_CLIENT_MASTER_KEY:
        client_master_key(conversation, &message, bytes, frame);
        break;
    case SSL2_SERVER_FINISHED:
        rules_check(conversation, SERVER_FINISHED_SESSION_ID,
                    (guint32)message_field(&message, bytes, SSL2_ONLY_FIELD).len, NULL, frame);
        break;
    default:
        break;
    }
}

/* Only behind a KEY-ARG that is too long: by itself the length of a record proves nothing. */
void ssl2_look_at_closed_record(struct legacyssl_conversation *conversation,
                                const struct protected_record *p, guint32 frame)
{
    const guint32 around = MAC_LEN + 1 + p->record.padding, length = p->header.length;

    if (p->side == LEGACYSSL_SERVER && p->record.sequence <= SERVER_FINISHED &&
        length > around + LONGEST_REQUEST && findings_have(conversation, ATTACK_KEY_ARG))
        rules_check(conversation, SERVER_FINISHED_SESSION_ID, length - around, NULL, frame);
}
