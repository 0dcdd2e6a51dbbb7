/* tls_keys.c - from a handshake and the key sources to the keys of SSL 3.0 and TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_keys.h"

#include "secrets/certificate_key.h"
#include "state/conversation.h"
#include "secrets/key_files.h"
#include "secrets/builtin_keylog.h"
#include "secrets/key_source.h"
#include "secrets/rsa_key_source.h"
#include "secrets/secret_memory.h"
#include "secrets/session_cache.h"

#include <string.h>

#define SESSION_HASH_SIZE 36
#define ENCRYPTED_PREMASTER_KEY 8 /* so many bytes of it stand in a key log */

gboolean tls_version_protocol(guint16 version, enum legacyssl_protocol *protocol)
{
    for (*protocol = LEGACYSSL_SSL3; *protocol <= LEGACYSSL_TLS10; ++*protocol)
        if (legacyssl_protocol_version(*protocol) == version)
            return TRUE;
    return FALSE;
}

gboolean tls_handshake_protocol(const struct tls_handshake *handshake,
                                enum legacyssl_protocol *protocol)
{
    return handshake->has_client_random && handshake->has_server_random &&
           tls_version_protocol(handshake->version, protocol);
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

/* RFC 2246 7.4.7.1: the premaster secret is encrypted for the key of the server's certificate. */
static gboolean has_rsa_exchange(const struct tls_handshake *handshake)
{
    return !handshake->has_server_key_exchange && certificate_has_rsa_key(handshake->certificate);
}

/* What *secret holds is a premaster secret: make it the master secret. */
static gboolean from_premaster(const struct tls_handshake *handshake,
                               enum legacyssl_protocol protocol, struct secret *secret)
{
    const struct legacyssl_secrets secrets = {
        .protocol = protocol,
        .suite = legacyssl_suite_find(protocol, handshake->cipher_suite),
        .client_random = random_bytes(handshake->client_random),
        .server_random = random_bytes(handshake->server_random),
    };
    guint8 master[LEGACYSSL_MASTER_SECRET_SIZE], hash[SESSION_HASH_SIZE];

    if (handshake->has_extended_master_secret && handshake->is_incomplete)
        return FALSE;
    if (legacyssl_master_secret(&secrets, secret->master_secret, session_hash(handshake, hash),
                                master) != LEGACYSSL_OK)
        return FALSE;
    secret->master_secret = secret_memdup((struct legacyssl_bytes){master, sizeof master});
    legacyssl_wipe(master, sizeof master);
    return TRUE;
}

/* RFC 2246 7.4.7.1: an encrypted premaster secret begins with the version that ClientHello offered,
 * which "is used to detect version roll-back attacks". Some clients put the version there that was
 * agreed upon. */
static const char *version_warning(const struct tls_handshake *handshake, guint16 version)
{
    if (version == 0 || version >= handshake->client_version)
        return NULL;
    return wmem_strdup_printf(wmem_file_scope(),
                              "The premaster secret has version %u.%u, ClientHello offered %u.%u: "
                              "a version roll-back attack, or a client that knows no better",
                              version >> 8, version & 0xff, handshake->client_version >> 8,
                              handshake->client_version & 0xff);
}

static gboolean decrypt_premaster(const struct tls_handshake *handshake, struct secret *secret)
{
    enum legacyssl_protocol protocol;

    return tls_handshake_protocol(handshake, &protocol) && has_rsa_exchange(handshake) &&
           key_source_rsa(handshake->certificate, handshake->encrypted_premaster, secret) &&
           secret->master_secret.len == PREMASTER_SIZE;
}

void tls_open_premaster(struct tls_handshake *handshake, struct legacyssl_bytes message)
{
    struct secret secret;

    if (message.data[0] != TLS_CLIENT_KEY_EXCHANGE || handshake->is_premaster_tried)
        return;
    handshake->is_premaster_tried = TRUE;
    if (!decrypt_premaster(handshake, &secret))
        return;
    handshake->premaster = wmem_memdup(wmem_file_scope(), &secret, sizeof secret);
    builtin_keylog_give_premaster(random_bytes(handshake->client_random), secret.master_secret);
}

/* RFC 2246 7.4.7.1: what the client encrypted for the server's key. */
static gboolean find_encrypted_premaster(const struct tls_handshake *handshake,
                                         struct secret *secret, guint16 *premaster_version)
{
    struct legacyssl_bytes head = handshake->encrypted_premaster;

    head.len = MIN(head.len, ENCRYPTED_PREMASTER_KEY);
    if (handshake->premaster != NULL)
        *secret = *handshake->premaster;
    else if (!key_source_premaster(KEYLOG_PREMASTER_ENCRYPTED, head, secret) ||
             secret->master_secret.len != PREMASTER_SIZE)
        return FALSE;
    *premaster_version = (guint16)(secret->master_secret.data[0] << 8 | secret->master_secret.data[1]);
    return TRUE;
}

/* What an RSA key opened comes first, since the built-in has been given it, too. */
static gboolean find_premaster(const struct tls_handshake *handshake,
                               enum legacyssl_protocol protocol, struct secret *secret,
                               guint16 *premaster_version)
{
    return (find_encrypted_premaster(handshake, secret, premaster_version) ||
            key_source_premaster(KEYLOG_PREMASTER_CLIENT_RANDOM,
                                 random_bytes(handshake->client_random), secret)) &&
           from_premaster(handshake, protocol, secret);
}

/* RFC 5077 3.3, 3.4: a ticket stands for a session, too. */
static gboolean find_session(const struct tls_handshake *handshake,
                             enum legacyssl_protocol protocol, struct secret *secret)
{
    return key_source_session_id(protocol, handshake->session_id, secret) ||
           key_source_ticket(protocol, handshake->ticket_issued, secret);
}

/* Of a session that only its write keys have opened no secret is known. */
static gboolean find_in_capture(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id,
                                struct secret *secret)
{
    return session_cache_find(protocol, session_id, secret) && secret->master_secret.len != 0;
}

static gboolean find_resumed(const struct tls_handshake *handshake,
                             enum legacyssl_protocol protocol, struct secret *secret)
{
    return find_in_capture(protocol, handshake->session_id, secret) ||
           find_in_capture(protocol, handshake->ticket_offered, secret) ||
           key_source_ticket(protocol, handshake->ticket_offered, secret);
}

static guint32 resumed_frame(const struct tls_handshake *handshake, enum legacyssl_protocol protocol)
{
    const guint32 frame = session_cache_frame(protocol, handshake->session_id);

    return frame != 0 ? frame : session_cache_frame(protocol, handshake->ticket_offered);
}

/* The capture's earlier connections come before the sessions that the built-in has, since it has
 * been given them, too. */
static gboolean find_secret(const struct tls_handshake *handshake, enum legacyssl_protocol protocol,
                            gboolean is_resumed, struct secret *secret, guint16 *premaster_version)
{
    return key_source_client_random(random_bytes(handshake->client_random), secret) ||
           (is_resumed && find_resumed(handshake, protocol, secret)) ||
           find_session(handshake, protocol, secret) ||
           (!is_resumed && find_premaster(handshake, protocol, secret, premaster_version)) ||
           key_source_write_keys(protocol, random_bytes(handshake->client_random), secret);
}

void tls_describe(const struct tls_handshake *handshake, gboolean is_resumed,
                  struct security_parameters *parameters)
{
    struct legacyssl_secrets *secrets = &parameters->secrets;

    if (!tls_version_protocol(handshake->version, &secrets->protocol))
        secrets->protocol = LEGACYSSL_TLS10;
    secrets->suite = legacyssl_suite_find(secrets->protocol, handshake->cipher_suite);
    parameters->is_resumed = is_resumed;
    parameters->failure = KEYS_NO_SECRET;
}

struct security_parameters *tls_find_keys(const struct tls_handshake *handshake,
                                          gboolean is_resumed)
{
    enum legacyssl_protocol protocol;
    guint16 premaster_version = 0;
    struct secret secret;

    if (!tls_handshake_protocol(handshake, &protocol))
        return NULL;
    key_source_refresh();
    if (!find_secret(handshake, protocol, is_resumed, &secret, &premaster_version))
        return NULL;

    struct security_parameters *parameters = parameters_new(protocol);
    struct legacyssl_secrets *secrets = &parameters->secrets;
    key_source_take_problems(parameters);
    parameters->is_resumed = is_resumed;
    parameters->resumes = is_resumed ? resumed_frame(handshake, protocol) : 0;
    parameters->key_place = secret.place;
    parameters->premaster_warning = version_warning(handshake, premaster_version);
    parameters->is_rolled_back = premaster_version > handshake->client_version;
    parameters->options = handshake->options;
    parameters->compression = handshake->compression;
    secrets->suite = legacyssl_suite_find(protocol, handshake->cipher_suite);
    secrets->master_secret = secret.master_secret;
    parameters->write_keys = secret.write_keys;
    secrets->client_random = random_bytes(handshake->client_random);
    secrets->server_random = random_bytes(handshake->server_random);
    parameters->frames = handshake->frames;
    parameters->session_id = handshake->session_id;
    if (secrets->suite == NULL || secrets->suite->code == 0) /* RFC 2246 A.5: never agreed upon */
        parameters_fail(parameters, KEYS_UNKNOWN_CIPHER,
                        "The keys can't be derived: this suite is none of SSL 3.0 or TLS 1.0");
    else
        parameters_derive(parameters);
    return parameters;
}

/* ---- what hinders ---------------------------------------------------------------------------- */

/* RFC 2246 7.4.3: with ServerKeyExchange, the certificate's key only signs; RSA_EXPORT has a short
 * RSA key there, all others a Diffie-Hellman value. */
static gboolean is_ephemeral(const struct tls_handshake *handshake)
{
    return handshake->has_server_key_exchange && rsa_key_source_has(handshake->certificate);
}

struct security_parameters *tls_without_keys(const struct tls_handshake *handshake,
                                             gboolean is_resumed)
{
    struct security_parameters *parameters = parameters_new(LEGACYSSL_TLS10);
    const struct rsa_exchange exchange = {handshake->certificate, handshake->encrypted_premaster};

    tls_describe(handshake, is_resumed, parameters);
    key_source_refresh();
    key_source_take_problems(parameters);
    if (!handshake->has_client_random || !handshake->has_server_random)
        parameters_fail(parameters, KEYS_LOST_HANDSHAKE,
                        "The keys can't be derived: the capture does not have both hellos of this "
                        "handshake");
    else if (!is_resumed && is_ephemeral(handshake))
        parameters_fail(parameters, KEYS_EPHEMERAL_KEY,
                        "The server's RSA key can't open this session: it only signed the "
                        "ephemeral key in ServerKeyExchange, which only the server had; a key log "
                        "of either side has the secret");
    else
        parameters_fail(
            parameters, KEYS_NO_SECRET,
            key_source_advice(parameters->secrets.protocol, random_bytes(handshake->client_random),
                              !is_resumed && has_rsa_exchange(handshake) ? &exchange : NULL));
    return parameters;
}

/* By what one hello tells. */
static gboolean is_secret_known(const struct tls_handshake *handshake,
                                enum legacyssl_protocol protocol)
{
    struct secret secret;

    if (handshake->has_client_random)
        return key_source_client_random(random_bytes(handshake->client_random), &secret);
    return find_session(handshake, protocol, &secret) || find_resumed(handshake, protocol, &secret);
}

/* One hello is not in the capture, the secret is known all the same: that is worth telling if the
 * session can't be one of a later version. */
static const struct security_parameters *hello_missing(const struct tls_handshake *handshake)
{
    const bool is_servers = handshake->has_client_random;
    enum legacyssl_protocol protocol;

    key_source_refresh();
    if (handshake->has_client_random == handshake->has_server_random ||
        !tls_version_protocol(is_servers ? handshake->client_version : handshake->version,
                              &protocol) ||
        !is_secret_known(handshake, protocol))
        return NULL;
    struct security_parameters *parameters = parameters_new(protocol);
    parameters_fail(parameters, KEYS_LOST_HANDSHAKE,
                    is_servers
                        ? "The secret of this session is known, but ServerHello is not in the "
                          "capture: the keys need its random and its cipher suite"
                        : "The secret of this session is known, but ClientHello is not in the "
                          "capture: the keys need its random");
    return parameters;
}

const struct security_parameters *tls_keys_failure(const struct tls_handshake *handshake,
                                                   gboolean is_resumed)
{
    enum legacyssl_protocol protocol;

    if (!tls_handshake_protocol(handshake, &protocol))
        return hello_missing(handshake);
    if (!key_files_are_named() && !rsa_key_source_is_used()) /* the user has given nothing */
        return NULL;
    struct security_parameters *parameters = tls_without_keys(handshake, is_resumed);
    parameters->is_resumed = FALSE; /* the built-in says so, whose session it is */
    return parameters;
}

void tls_share_session(const struct tls_handshake *handshake,
                       const struct security_parameters *parameters)
{
    key_source_share_session(parameters, handshake->session_id, handshake->ticket_issued);
}

void tls_remember_session(const struct tls_handshake *handshake,
                          const struct security_parameters *parameters, guint32 frame)
{
    key_source_share(parameters);
    session_cache_add(parameters, handshake->session_id, frame);
    session_cache_add(parameters, handshake->ticket_issued, frame);
}
