/* ssl2_keys.c - from the messages and the key sources to the keys of an SSL 2.0 connection
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A capture can leave open which secret is meant (a new session's id is encrypted), which cipher a resumed session has (only
 * its first handshake says so) and how DES keys were derived (the draft and its implementations differ). So
 * there are candidates, and the first record's MAC decides between them.
 */
#include "ssl2_keys.h"

#include "fields.h"
#include "key_source.h"

#define CIPHER_SPEC_SIZE 3

struct search {
    const struct ssl2_handshake *handshake;
    enum legacyssl_side side;
    const struct legacyssl_record *record;
    struct connection *connection; /* becomes what fits; or what was tried first, unverified */
};

static gboolean has_two_readings(const struct legacyssl_suite *suite)
{
    const struct legacyssl_suite *des = legacyssl_suite_find(LEGACYSSL_SSL2, 0x060040);

    return suite == des;
}

/* Derive with connection->secrets as they are and look whether the record agrees. */
static gboolean verifies(struct search *search)
{
    return connection_derive(search->connection) &&
           connection_verifies(search->connection, search->side, search->record);
}

static gboolean try_readings(struct search *search)
{
    struct connection *connection = search->connection;

    if (verifies(search))
        return TRUE;
    if (!has_two_readings(connection->secrets.suite))
        return FALSE;
    connection->secrets.des_as_drafted = true;
    connection->reading = "KEY-MATERIAL-0 without the digit, as the draft has it for DES";
    if (verifies(search))
        return TRUE;
    connection->secrets.des_as_drafted = false;
    connection->reading = NULL;
    return FALSE;
}

static gboolean try_suite(struct search *search, const struct legacyssl_suite *suite)
{
    search->connection->secrets.suite = suite;
    return suite != NULL && try_readings(search);
}

/* All kinds that CLIENT-HELLO offered. */
static gboolean try_offered_suites(struct search *search)
{
    const struct legacyssl_bytes specs = search->handshake->cipher_specs;

    for (gsize i = 0; i + CIPHER_SPEC_SIZE <= specs.len; i += CIPHER_SPEC_SIZE) {
        const guint8 *spec = specs.data + i;
        const guint32 code = (guint32)(spec[0] << 16 | spec[1] << 8 | spec[2]);
        if (try_suite(search, legacyssl_suite_find(LEGACYSSL_SSL2, code)))
            return TRUE;
    }
    return FALSE;
}

static gboolean try_secret(struct search *search, const struct secret *secret)
{
    const struct ssl2_handshake *handshake = search->handshake;
    struct connection *connection = search->connection;
    struct legacyssl_secrets *secrets = &connection->secrets;

    connection->key_source = secret->source;
    secrets->client_random = handshake->challenge;
    secrets->server_random = handshake->connection_id;
    secrets->master_secret = secret->master_secret;
    secrets->clear_key = handshake->is_resumed ? secret->clear_key : handshake->clear_key;
    secrets->key_arg = handshake->is_resumed ? secret->key_arg : handshake->key_arg;
    if (!handshake->is_resumed)
        return try_suite(search,
                         legacyssl_suite_find(LEGACYSSL_SSL2, handshake->cipher_kind));
    if (secret->suite != NULL)
        return try_suite(search, secret->suite);
    return try_offered_suites(search);
}

/* The session id of a full handshake is encrypted; the key log may have its secret all the same. */
static gboolean try_any_session(struct search *search)
{
    struct secret secret;

    for (guint i = 0; key_source_any_session(i, &secret); i++)
        if (try_secret(search, &secret))
            return TRUE;
    return FALSE;
}

/* A secret that names this connection is used even when nothing verifies: the packets then say so. */
static gboolean find_named_secret(const struct ssl2_handshake *handshake, struct secret *secret)
{
    return key_source_client_random(handshake->challenge, secret) ||
           (handshake->is_resumed &&
            (key_source_earlier_session(LEGACYSSL_SSL2, handshake->session_id, secret) ||
             key_source_session_id(handshake->session_id, secret)));
}

static const char *missing_message(const struct ssl2_handshake *handshake)
{
    if (handshake->challenge.len == 0)
        return "The keys can't be derived: the capture does not have the CLIENT-HELLO";
    if (handshake->connection_id.len == 0)
        return "The keys can't be derived: the capture does not have the SERVER-HELLO";
    return NULL;
}

struct connection *ssl2_find_keys(const struct ssl2_handshake *handshake, enum legacyssl_side side,
                                  const struct legacyssl_record *record)
{
    struct connection *connection = connection_new(LEGACYSSL_SSL2);
    struct search search = {handshake, side, record, connection};
    const char *missing = missing_message(handshake);
    struct secret secret;

    key_source_refresh(connection);
    if (missing != NULL) {
        connection_fail(connection, &ei_no_secret, missing);
        return connection;
    }
    if (!handshake->is_resumed &&
        legacyssl_suite_find(LEGACYSSL_SSL2, handshake->cipher_kind) == NULL) {
        connection_fail(connection, &ei_unknown_cipher,
                        "The keys can't be derived: this cipher kind is none of SSL 2.0's");
        return connection;
    }
    if (find_named_secret(handshake, &secret)) {
        if (!try_secret(&search, &secret) && connection->secrets.suite != NULL)
            connection_derive(connection);
        return connection;
    }
    if (!try_any_session(&search))
        connection_fail(connection, &ei_no_secret, key_source_advice(handshake->challenge));
    return connection;
}
