/* tls_security.c - attacks that show in the handshake of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_security.h"

#include "security/findings.h"
#include "security/series.h"
#include "state/conversation.h"
#include "tls/tls_failure.h"
#include "tls/tls_handshake.h"
#include "tls/tls_reading_state.h"

#include <string.h>

#define SHORT_KEY 64 /* bytes: what export allows */

static gboolean is_ours(const struct tls_handshake *handshake)
{
    return handshake->has_client_random && handshake->has_server_random &&
           (handshake->version == legacyssl_protocol_version(LEGACYSSL_SSL3) ||
            handshake->version == legacyssl_protocol_version(LEGACYSSL_TLS10));
}

/* RFC 8446 4.1.3: how a server's random ends that could have chosen TLS 1.1 or later. */
static gboolean has_sentinel(const struct tls_handshake *handshake)
{
    static const guint8 sentinel[] = {'D', 'O', 'W', 'N', 'G', 'R', 'D'};
    const guint8 *end = handshake->server_random + TLS_RANDOM_SIZE - sizeof sentinel - 1;

    return memcmp(end, sentinel, sizeof sentinel) == 0 && end[sizeof sentinel] <= 1;
}

static void look_at_version(struct legacyssl_conversation *state,
                            const struct tls_handshake *handshake, guint32 frame)
{
    series_version_chosen(state, handshake->version);
    if (is_ours(handshake) && has_sentinel(handshake) &&
        (handshake->offered_version > handshake->version || handshake->is_fallback))
        findings_attack(state, ATTACK_DOWNGRADE, frame);
}

/* Exchanges in which the first value of ServerKeyExchange is an RSA modulus or a prime. */
static gboolean has_modulus(const struct legacyssl_suite *suite)
{
    return g_str_has_prefix(suite->name, "TLS_RSA_WITH") ||
           g_str_has_prefix(suite->name, "TLS_DHE_RSA_WITH") ||
           g_str_has_prefix(suite->name, "TLS_DHE_DSS_WITH");
}

static void look_at_key(struct legacyssl_conversation *state, const struct tls_handshake *handshake,
                        struct legacyssl_bytes message, guint32 frame)
{
    enum { LENGTH = 4, MODULUS = 6 }; /* RFC 2246 7.4.3, behind the header */
    const struct legacyssl_suite *suite =
        legacyssl_suite_find(LEGACYSSL_TLS10, handshake->cipher_suite);

    if (!is_ours(handshake) || message.len < MODULUS || suite == NULL || !has_modulus(suite))
        return;
    if ((message.data[LENGTH] << 8 | message.data[LENGTH + 1]) <= SHORT_KEY)
        findings_attack(state, ATTACK_EXPORT_KEY, frame);
}

void tls_look_at_message(struct legacyssl_conversation *state, const struct tls_handshake *handshake,
                         struct legacyssl_bytes message, guint32 frame)
{
    if (message.data[0] == TLS_SERVER_HELLO)
        look_at_version(state, handshake, frame);
    else if (message.data[0] == TLS_SERVER_KEY_EXCHANGE)
        look_at_key(state, handshake, message, frame);
}

/* The client, or in a resumed session the server, is the first; in a full handshake both follow
 * ClientKeyExchange. Where messages are missing it may be among them. */
void tls_look_at_change(struct legacyssl_conversation *state, enum legacyssl_side side,
                        gboolean is_first, guint32 frame)
{
    const struct tls_handshake *handshake = state->reading->handshake;
    const gboolean is_full =
        (side == LEGACYSSL_CLIENT && is_first) || tls_handshake_is_full(handshake);

    if (is_ours(handshake) && !handshake->is_incomplete && is_full &&
        handshake->session_hash_len == 0)
        findings_attack(state, ATTACK_EARLY_CHANGE, frame);
}

/* Bleichenbacher's oracle: what a server says of a premaster secret. One that has asked for a
 * certificate may speak of that. */
static gboolean is_key_refused(const struct tls_handshake *handshake, enum legacyssl_side side)
{
    return is_ours(handshake) && side == LEGACYSSL_SERVER && handshake->session_hash_len != 0 &&
           !handshake->has_server_key_exchange && !handshake->wants_certificate;
}

/* Without ServerHello it may have become any version that the client offers. */
static gboolean could_be_ours(const struct tls_handshake *handshake)
{
    if (handshake->has_server_random)
        return is_ours(handshake);
    return handshake->has_client_random &&
           handshake->offered_version <= legacyssl_protocol_version(LEGACYSSL_TLS10);
}

void tls_look_at_alert(struct legacyssl_conversation *state, enum legacyssl_side side,
                       struct legacyssl_bytes alert, guint32 frame)
{
    const struct tls_handshake *handshake = state->reading->handshake;
    const char *failure = could_be_ours(handshake) ? tls_failure(handshake, side, alert) : NULL;

    if (is_key_refused(handshake, side))
        series_key_refused(state, frame);
    if (failure != NULL)
        findings_failed(state, frame, failure);
}

/* RFC 6520 4: "If the payload_length of a received HeartbeatMessage is too large, the received
 * HeartbeatMessage MUST be discarded silently." */
void tls_look_at_heartbeat(struct legacyssl_conversation *state, struct legacyssl_bytes heartbeat,
                           guint32 frame)
{
    enum { REQUEST = 1, HEADER = 3 };

    if (!is_ours(state->reading->handshake) || heartbeat.len < HEADER ||
        heartbeat.data[0] != REQUEST)
        return;
    if ((gsize)(heartbeat.data[1] << 8 | heartbeat.data[2]) > heartbeat.len - HEADER)
        findings_attack(state, ATTACK_HEARTBLEED, frame);
}
