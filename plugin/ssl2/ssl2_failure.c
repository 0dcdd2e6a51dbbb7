/* ssl2_failure.c - why a handshake of SSL 2.0 fails, in words
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_failure.h"

#include "security/findings.h"
#include "security/offered.h"
#include "ssl2/ssl2_handshake.h"
#include "ssl2/ssl2_messages.h"
#include "state/conversation.h"

/* draft-hickman C.3; without NO-CERTIFICATE, with which a handshake can go on. */
enum { NO_CIPHER = 1, BAD_CERTIFICATE = 4, UNSUPPORTED_CERTIFICATE_TYPE = 6 };

static const char *kinds(struct legacyssl_bytes specs)
{
    return offered_suites(LEGACYSSL_SSL2, specs, SSL2_CIPHER_SPEC_SIZE);
}

static const char *no_common_cipher(const struct ssl2_handshake *handshake)
{
    if (handshake->has_server_hello)
        return wmem_strdup_printf(wmem_file_scope(),
                                  "No common cipher: the client offers %s; the server has %s",
                                  kinds(handshake->cipher_specs), kinds(handshake->server_specs));
    return wmem_strdup_printf(
        wmem_file_scope(), "No common cipher: the client offers %s; the server does not say what it has",
        kinds(handshake->cipher_specs));
}

static const char *failure(const struct ssl2_handshake *handshake, enum legacyssl_side side,
                           guint32 code)
{
    const gboolean is_client = side == LEGACYSSL_CLIENT;

    switch (code) {
    case NO_CIPHER:
        return no_common_cipher(handshake);
    case BAD_CERTIFICATE:
        return is_client ? "The client refuses the server's certificate: it is damaged, its signature is "
                           "wrong, or nobody trusts who has issued it"
                         : "The server refuses the client's certificate or its response";
    case UNSUPPORTED_CERTIFICATE_TYPE:
        return is_client ? "The client refuses the server's certificate: it does not know its type"
                         : "The server refuses the client's certificate: it does not know its type";
    default:
        return NULL;
    }
}

void ssl2_look_for_failure(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct legacyssl_bytes bytes, guint32 frame)
{
    struct parsed_message message;

    if (!message_parse(ssl2_messages, bytes, &message) || message.layout->type != SSL2_ERROR ||
        message.is_cut_short)
        return;
    const char *text = failure(conversation->ssl2, side, message_number(&message, bytes, SSL2_ONLY_FIELD));
    if (text != NULL)
        findings_failed(conversation, frame, text);
}

/* Many implementations close without an ERROR. */
void ssl2_look_at_end(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      guint32 frame)
{
    const struct ssl2_handshake *handshake = conversation->ssl2;

    if (handshake == NULL || conversation->protocol != LEGACYSSL_SSL2)
        return;
    if (handshake->has_no_certificate && !handshake->has_ended[LEGACYSSL_SERVER])
        findings_failed(conversation, frame,
                        "The handshake ends here: the server has asked for a certificate, and the "
                        "client has none");
    if (handshake->cipher_specs.len == 0 || handshake->is_resumed || handshake->is_missing ||
        handshake->has_client_master_key)
        return;
    if (handshake->has_server_hello && side == LEGACYSSL_CLIENT)
        findings_failed(conversation, frame, no_common_cipher(handshake));
    else if (!handshake->has_server_hello && side == LEGACYSSL_SERVER)
        findings_failed(
            conversation, frame,
            wmem_strdup_printf(wmem_file_scope(),
                               "The server closes without an answer: it has none of the ciphers that "
                               "the client offers (%s), or does not speak SSL 2.0",
                               kinds(handshake->cipher_specs)));
}
