/* tls_keys.c - from a handshake and the key sources to the keys of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_keys.h"

#include "conversation.h"
#include "fields.h"
#include "key_source.h"

#include <string.h>

#define SESSION_HASH_SIZE 36
#define ENCRYPTED_PREMASTER_KEY 8 /* so many bytes of it stand in a key log */

gboolean tls_handshake_protocol(const struct tls_handshake *handshake,
                                enum legacyssl_protocol *protocol)
{
    if (!handshake->has_client_random || !handshake->has_server_random)
        return FALSE;
    for (*protocol = LEGACYSSL_SSL3; *protocol <= LEGACYSSL_TLS10; ++*protocol)
        if (legacyssl_protocol_version(*protocol) == handshake->version)
            return TRUE;
    return FALSE;
}

static struct legacyssl_bytes random_bytes(const guint8 *random)
{
    return (struct legacyssl_bytes){random, TLS_RANDOM_SIZE};
}

/* RFC 7627 3: the session hash; empty for the older derivation. */
static struct legacyssl_bytes session_hash(const struct tls_handshake *handshake, guint8 *hash)
{
    struct legacyssl_bytes transcript = tls_handshake_transcript(handshake);

    if (!handshake->has_extended_master_secret)
        return (struct legacyssl_bytes){NULL, 0};
    transcript.len = MIN(transcript.len, handshake->session_hash_len);
    if (legacyssl_session_hash(transcript, hash) != LEGACYSSL_OK)
        return (struct legacyssl_bytes){NULL, 0};
    return (struct legacyssl_bytes){hash, SESSION_HASH_SIZE};
}

/* What *secret holds is a premaster secret: make it the master secret. */
static gboolean from_premaster(const struct tls_handshake *handshake,
                               enum legacyssl_protocol protocol, struct secret *secret)
{
    guint8 master[LEGACYSSL_MASTER_SECRET_SIZE], hash[SESSION_HASH_SIZE];

    if (legacyssl_master_secret(protocol, secret->master_secret,
                                random_bytes(handshake->client_random),
                                random_bytes(handshake->server_random),
                                session_hash(handshake, hash), master) != LEGACYSSL_OK)
        return FALSE;
    secret->master_secret = secret_memdup((struct legacyssl_bytes){master, sizeof master});
    explicit_bzero(master, sizeof master);
    return TRUE;
}

static gboolean find_premaster(const struct tls_handshake *handshake,
                               enum legacyssl_protocol protocol, struct secret *secret)
{
    struct legacyssl_bytes encrypted = handshake->encrypted_premaster;

    encrypted.len = MIN(encrypted.len, ENCRYPTED_PREMASTER_KEY);
    return (key_source_premaster(KEYLOG_PREMASTER_CLIENT_RANDOM,
                                 random_bytes(handshake->client_random), secret) ||
            key_source_premaster(KEYLOG_PREMASTER_ENCRYPTED, encrypted, secret)) &&
           from_premaster(handshake, protocol, secret);
}

static gboolean find_resumed(const struct tls_handshake *handshake,
                             enum legacyssl_protocol protocol, struct secret *secret)
{
    return key_source_earlier_session(protocol, handshake->session_id, secret) ||
           key_source_earlier_session(protocol, handshake->ticket_offered, secret);
}

static gboolean find_secret(const struct tls_handshake *handshake, enum legacyssl_protocol protocol,
                            gboolean is_resumed, struct secret *secret)
{
    return key_source_client_random(random_bytes(handshake->client_random), secret) ||
           key_source_session_id(handshake->session_id, secret) ||
           (is_resumed ? find_resumed(handshake, protocol, secret)
                       : find_premaster(handshake, protocol, secret));
}

void tls_describe(const struct tls_handshake *handshake, gboolean is_resumed,
                  struct connection *connection)
{
    struct legacyssl_secrets *secrets = &connection->secrets;

    if (!tls_handshake_protocol(handshake, &secrets->protocol))
        secrets->protocol = LEGACYSSL_TLS10;
    secrets->suite = legacyssl_suite_find(secrets->protocol, handshake->cipher_suite);
    connection->is_resumed = is_resumed;
    connection->failure = &ei_no_secret;
}

struct connection *tls_find_keys(const struct tls_handshake *handshake, gboolean is_resumed)
{
    enum legacyssl_protocol protocol;
    struct secret secret;

    if (!tls_handshake_protocol(handshake, &protocol))
        return NULL;
    key_source_refresh(NULL);
    if (!find_secret(handshake, protocol, is_resumed, &secret))
        return NULL;

    struct connection *connection = connection_new(protocol);
    struct legacyssl_secrets *secrets = &connection->secrets;
    key_source_refresh(connection);
    connection->is_resumed = is_resumed;
    connection->key_source = secret.source;
    connection->key_origin = secret.origin;
    connection->options = handshake->options;
    connection->is_compressed = handshake->compression != 0;
    secrets->suite = legacyssl_suite_find(protocol, handshake->cipher_suite);
    secrets->master_secret = secret.master_secret;
    secrets->client_random = file_scope_bytes(random_bytes(handshake->client_random));
    secrets->server_random = file_scope_bytes(random_bytes(handshake->server_random));
    if (secrets->suite == NULL)
        connection_fail(connection, &ei_unknown_cipher,
                        "The keys can't be derived: this suite is none of SSL 3.0 or TLS 1.0");
    else
        connection_derive(connection);
    return connection;
}

void tls_remember_session(const struct tls_handshake *handshake,
                          const struct connection *connection, guint32 frame)
{
    key_source_remember(connection, handshake->session_id, frame);
    key_source_remember(connection, handshake->ticket_issued, frame);
}
