/* ssl2_keys.c - from the messages and the key sources to the keys of an SSL 2.0 connection
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A capture can leave open which secret is meant (a new session's id is encrypted), which cipher a
 * resumed session has (only its first handshake says so) and how DES keys were derived (the draft
 * and its implementations differ). So there are candidates, and the first record's MAC decides
 * between them.
 */
#include "ssl2/ssl2_keys.h"

#include "secrets/key_source.h"
#include "secrets/secret_memory.h"
#include "secrets/write_states.h"
#include "secrets/session_cache.h"
#include "ssl2/ssl2_messages.h"

struct search {
    const struct ssl2_handshake *handshake;
    enum legacyssl_side side;
    const struct legacyssl_record *record;
    struct security_parameters
        *parameters; /* becomes what fits; or what was tried first, unverified */
};

static gboolean has_two_readings(const struct legacyssl_suite *suite)
{
    const struct legacyssl_suite *des = legacyssl_suite_find(LEGACYSSL_SSL2, 0x060040);

    return suite == des;
}

/* Derive with parameters->secrets as they are and look whether the record agrees. */
static gboolean verifies(struct search *search)
{
    return parameters_derive(search->parameters) &&
           parameters_verifies(search->parameters, search->side, search->record);
}

static gboolean try_readings(struct search *search)
{
    struct security_parameters *parameters = search->parameters;

    if (verifies(search))
        return TRUE;
    if (parameters->write_keys != NULL || !has_two_readings(parameters->secrets.suite))
        return FALSE;
    parameters->secrets.des_as_drafted = true;
    parameters->reading = "KEY-MATERIAL-0 without the digit, as the draft has it for DES";
    if (verifies(search))
        return TRUE;
    parameters->secrets.des_as_drafted = false;
    parameters->reading = NULL;
    return FALSE;
}

/* A resumed session has the KEY-ARG of its first handshake; without that, the record's MAC tells
 * it. */
static void recover_key_arg(struct search *search)
{
    struct legacyssl_secrets *secrets = &search->parameters->secrets;
    guint8 key_arg[LEGACYSSL_SSL2_KEY_ARG_SIZE];

    if (secrets->master_secret.len != 0 && secrets->key_arg.len == 0 &&
        secrets->suite->cipher->iv_size == sizeof key_arg &&
        legacyssl_ssl2_recover_key_arg(secrets, search->side, search->record, key_arg) ==
            LEGACYSSL_OK)
        secrets->key_arg = secret_memdup((struct legacyssl_bytes){key_arg, sizeof key_arg});
}

static gboolean try_suite(struct search *search, const struct legacyssl_suite *suite)
{
    if (suite == NULL) /* the connection keeps what it has: keys may have been derived */
        return FALSE;
    search->parameters->secrets.suite = suite;
    recover_key_arg(search);
    return try_readings(search);
}

/* All kinds that CLIENT-HELLO offered, each once: they differ in the first byte. */
static gboolean try_offered_suites(struct search *search)
{
    const struct legacyssl_bytes specs = search->handshake->cipher_specs;
    gboolean is_tried[G_MAXUINT8 + 1] = {FALSE};

    for (gsize i = 0; i + SSL2_CIPHER_SPEC_SIZE <= specs.len; i += SSL2_CIPHER_SPEC_SIZE) {
        const guint8 *spec = specs.data + i;
        const guint32 code = (guint32)(spec[0] << 16 | spec[1] << 8 | spec[2]);
        const struct legacyssl_suite *suite = legacyssl_suite_find(LEGACYSSL_SSL2, code);
        if (suite == NULL || is_tried[spec[0]])
            continue;
        is_tried[spec[0]] = TRUE;
        if (try_suite(search, suite))
            return TRUE;
    }
    return FALSE;
}

/* Whether CLIENT-MASTER-KEY says the cipher kind: it has none in a resumed session, and it may be
 * missing. */
static gboolean is_kind_known(const struct ssl2_handshake *handshake)
{
    return !handshake->is_resumed && handshake->has_client_master_key;
}

static gboolean try_secret(struct search *search, const struct secret *secret)
{
    const struct ssl2_handshake *handshake = search->handshake;
    struct security_parameters *parameters = search->parameters;
    struct legacyssl_secrets *secrets = &parameters->secrets;

    parameters->key_place = secret->place;
    secrets->client_random = handshake->challenge;
    secrets->server_random = handshake->connection_id;
    secrets->master_secret = secret->master_secret;
    parameters->write_keys = secret->write_keys;
    secrets->clear_key = is_kind_known(handshake) ? handshake->clear_key : secret->clear_key;
    secrets->key_arg = is_kind_known(handshake) ? handshake->key_arg : secret->key_arg;
    if (is_kind_known(handshake))
        return try_suite(search, legacyssl_suite_find(LEGACYSSL_SSL2, handshake->cipher_kind));
    if (secret->suite != NULL)
        return try_suite(search, secret->suite);
    return try_offered_suites(search);
}

/* The session id of a full handshake is encrypted; the key log may have its secret all the same. */
static gboolean try_any_session(struct search *search)
{
    struct secret secret;

    for (guint i = 0; key_source_any_session(LEGACYSSL_SSL2, i, search->record->body.len, &secret);
         i++)
        if (try_secret(search, &secret))
            return TRUE;
    return FALSE;
}

/* Secrets that are meant for this connection, the surest first: number from 0 until
 * NAMED_SECRETS. */
static gboolean named_secret(const struct ssl2_handshake *handshake, guint number,
                             struct secret *secret)
{
    switch (number) {
    case 0:
        return handshake->is_resumed &&
               session_cache_find(LEGACYSSL_SSL2, handshake->session_id, secret) &&
               secret->master_secret.len != 0; /* else write keys have opened it */
    case 1:
        return key_source_client_random(handshake->challenge, secret);
    case 2:
        return handshake->is_resumed &&
               key_source_session_id(LEGACYSSL_SSL2, handshake->session_id, secret);
    case 3: /* 5.5.2 */
        return !handshake->is_resumed &&
               key_source_rsa(handshake->certificate, handshake->encrypted_key, secret);
    default:
        return key_source_write_keys(LEGACYSSL_SSL2, handshake->challenge, secret);
    }
}

#define NAMED_SECRETS 5

/* The first that verifies. If none does, the connection keeps the last one, so that its packets can
 * say that it is wrong. */
static gboolean try_named_secrets(struct search *search)
{
    struct secret secret;
    gboolean found = FALSE;

    for (guint i = 0; i < NAMED_SECRETS; i++) {
        if (!named_secret(search->handshake, i, &secret))
            continue;
        found = TRUE;
        if (try_secret(search, &secret))
            break;
    }
    return found;
}

static const char *missing_message(const struct ssl2_handshake *handshake)
{
    if (handshake->challenge.len == 0)
        return "The keys can't be derived: the capture does not have the CLIENT-HELLO";
    if (handshake->connection_id.len == 0)
        return "The keys can't be derived: the capture does not have the SERVER-HELLO";
    return NULL;
}

struct security_parameters *ssl2_find_keys(const struct ssl2_handshake *handshake,
                                           enum legacyssl_side side,
                                           const struct legacyssl_record *record)
{
    struct security_parameters *parameters = parameters_new(LEGACYSSL_SSL2);
    struct search search = {handshake, side, record, parameters};
    const struct rsa_exchange exchange = {handshake->certificate, handshake->encrypted_key};
    const char *missing = missing_message(handshake);

    parameters->is_resumed = handshake->is_resumed;
    parameters->frames = handshake->frames;
    if (is_kind_known(handshake)) /* for the statistics, whether or not it can be opened */
        parameters->secrets.suite = legacyssl_suite_find(LEGACYSSL_SSL2, handshake->cipher_kind);
    if (handshake->is_resumed) {
        parameters->session_id = handshake->session_id;
        parameters->resumes = session_cache_frame(LEGACYSSL_SSL2, handshake->session_id);
    }
    key_source_refresh();
    key_source_take_problems(parameters);
    if (missing != NULL) {
        parameters_fail(parameters, KEYS_NO_SECRET, missing);
        return parameters;
    }
    if (is_kind_known(handshake) &&
        legacyssl_suite_find(LEGACYSSL_SSL2, handshake->cipher_kind) == NULL) {
        parameters_fail(parameters, KEYS_UNKNOWN_CIPHER,
                        "The keys can't be derived: this cipher kind is none of SSL 2.0's");
        return parameters;
    }
    if (!try_named_secrets(&search) && !try_any_session(&search))
        parameters_fail(parameters, KEYS_NO_SECRET,
                        key_source_advice(LEGACYSSL_SSL2, handshake->challenge,
                                          handshake->is_resumed ? NULL : &exchange));
    else if (!parameters->has_keys && !handshake->is_resumed && !is_kind_known(handshake))
        parameters_fail(parameters, KEYS_LOST_HANDSHAKE,
                        "CLIENT-MASTER-KEY is not in the capture, which says the cipher, and no "
                        "cipher of CLIENT-HELLO opens this record with the secret that is known");
    else if (!parameters->has_keys && parameters->failure == KEYS_NOT_MISSED)
        parameters_fail(parameters, KEYS_UNKNOWN_CIPHER,
                        "The keys can't be derived: CLIENT-HELLO offers no cipher kind of SSL 2.0");
    return parameters;
}
