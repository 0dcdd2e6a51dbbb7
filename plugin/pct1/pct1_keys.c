/* pct1_keys.c - from the messages and the key sources to the keys of a PCT 1.0 connection
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * There can be several secrets and several readings of the draft. Evidence decides between them:
 * the MAC of a record, or the proof in a message of the handshake, which stands before any record
 * but says nothing about encryption. So keys that a proof has found are looked for once more with
 * the first record.
 */
#include "pct1/pct1_keys.h"

#include "state/conversation.h"
#include "secrets/key_source.h"
#include "secrets/secret_memory.h"
#include "secrets/trials.h"
#include "pct1/pct1_messages.h"
#include "pct1/pct1_readings.h"
#include "secrets/write_states.h"
#include "secrets/session_cache.h"

#include <string.h>

#define HASH_DES_DM 0x0005
#define EXCH_RSA_PKCS1 0x0001
#define EXCH_DH_PKCS3 0x0006

struct search {
    struct pct1_trial trial;
    struct legacyssl_bytes session_id, proof; /* the evidence, if it is not trial.record */
};

/* ---- evidence -------------------------------------------------------------------------------- */

static gboolean proof_holds(const struct pct1_handshake *handshake,
                            const struct security_parameters *parameters,
                            const struct search *search)
{
    const struct legacyssl_transcript transcript = {
        .client_hello = handshake->client_hello,
        .server_hello = handshake->server_hello,
        .session_id = search->session_id,
    };
    guint8 expected[LEGACYSSL_MAX_PROOF];
    gsize len;

    return parameters->has_keys &&
           legacyssl_handshake_proof(&parameters->secrets, &parameters->keys, &transcript,
                                     search->trial.side, expected, &len) == LEGACYSSL_OK &&
           search->proof.len == len && memcmp(search->proof.data, expected, len) == 0;
}

static gsize evidence_len(const struct search *search)
{
    return search->trial.record != NULL ? search->trial.record->body.len : 0;
}

static gboolean evidence_holds(const struct search *search)
{
    const struct pct1_trial *trial = &search->trial;

    if (trial->record != NULL)
        return parameters_verifies(trial->parameters, trial->side, trial->record);
    return proof_holds(trial->handshake, trial->parameters, search);
}

/* ---- candidates ------------------------------------------------------------------------------ */

static gboolean try_reading(struct search *search, guint n)
{
    struct pct1_trial *trial = &search->trial;

    pct1_reading_take(trial, n);
    return parameters_derive(trial->parameters) && evidence_holds(search);
}

/* If none holds, the likeliest stays. */
static gboolean try_readings(struct search *search)
{
    struct pct1_trial *trial = &search->trial;
    const guint count = pct1_reading_count(trial);

    for (guint n = 0; n < count; n++) {
        if (n != 0 && !trials_pay_from_file(KEYS_COST + evidence_len(search)))
            break;
        if (try_reading(search, n)) {
            trial->parameters->reading = pct1_reading_text(trial, n);
            return TRUE;
        }
    }
    if (count > 1)
        try_reading(search, 0);
    return FALSE;
}

static gboolean try_secret(struct search *search, const struct secret *secret)
{
    struct security_parameters *parameters = search->trial.parameters;

    parameters->key_place = secret->place;
    parameters->secrets.master_secret = secret->master_secret;
    parameters->write_keys = secret->write_keys;
    return try_readings(search);
}

/* 5.3.1: CMK_ENCRYPTED_KEY_DATA is the MASTER_KEY, encrypted for the certificate's key. */
static gboolean has_rsa_exchange(const struct pct1_handshake *handshake)
{
    return !handshake->is_resumed && handshake->exchange == EXCH_RSA_PKCS1;
}

/* The MASTER_KEY that the client encrypted: all evidence of a handshake asks for it. */
static gboolean open_encrypted_key(struct pct1_handshake *handshake, struct secret *secret)
{
    if (handshake->opened_key == NULL && handshake->encrypted_key.len != 0) {
        handshake->opened_key = secret_alloc(sizeof *handshake->opened_key);
        key_source_rsa(handshake->certificate, handshake->encrypted_key, handshake->opened_key);
    }
    if (handshake->opened_key == NULL || handshake->opened_key->master_secret.len == 0)
        return FALSE;
    *secret = *handshake->opened_key;
    return TRUE;
}

/* Secrets that are meant for this session, the surest first: number from 0 until NAMED_SECRETS. */
#define NAMED_SECRETS 5
static gboolean named_secret(const struct search *search, guint number, struct secret *secret)
{
    struct pct1_handshake *handshake = search->trial.handshake;

    switch (number) {
    case 0:
        *secret = search->trial.session;
        return handshake->is_resumed && secret->master_secret.len != 0;
    case 1:
        return key_source_client_random(handshake->challenge, secret);
    case 2:
        return key_source_session_id(
            LEGACYSSL_PCT1,
            handshake->is_resumed ? handshake->session_id : handshake->new_session_id, secret);
    case 3:
        return has_rsa_exchange(handshake) && open_encrypted_key(handshake, secret);
    default:
        return key_source_write_keys(LEGACYSSL_PCT1, handshake->challenge, secret);
    }
}

/* The first that holds. If none does, the connection keeps the last one, so that its packets can
 * say that it is wrong. */
static gboolean try_named_secrets(struct search *search, gboolean *found)
{
    struct secret secret;

    for (guint i = 0; i < NAMED_SECRETS; i++) {
        if (!named_secret(search, i, &secret))
            continue;
        *found = TRUE;
        if (try_secret(search, &secret))
            return TRUE;
    }
    return FALSE;
}

/* A new session's id comes with SERVER_VERIFY only; the key log may have its secret all the same.
 */
static gboolean try_any_session(struct search *search)
{
    const struct pct1_handshake *handshake = search->trial.handshake;
    struct secret secret;

    if (handshake->is_resumed || handshake->new_session_id.len != 0)
        return FALSE;
    for (guint i = 0; key_source_any_session(LEGACYSSL_PCT1, i, evidence_len(search), &secret); i++)
        if (try_secret(search, &secret))
            return TRUE;
    return FALSE;
}

/* ---- what hinders ---------------------------------------------------------------------------- */

/* 5.3.1: "For the various TOKEN key exchange types, all the key material is contained in the
 * CMK_ENCRYPTED_KEY_DATA field, but the format of the data is defined by the token": they are "for
 * tokens that cannot do such keyed-hash key derivation", so no MASTER_KEY derives their keys. */
static gboolean is_made_in_token(const struct pct1_handshake *handshake)
{
    return handshake->exchange != EXCH_RSA_PKCS1 && handshake->exchange != EXCH_DH_PKCS3;
}

static gboolean fail_for_exchange(struct security_parameters *parameters,
                                  const struct pct1_handshake *handshake)
{
    const char *name = pct1_exchange_name(handshake->exchange);

    if (!is_made_in_token(handshake))
        return FALSE;
    parameters_fail(parameters, KEYS_NOT_DERIVABLE,
                    wmem_strdup_printf(wmem_file_scope(),
                                       "The keys can't be derived: %s makes them inside a token "
                                       "(draft-benaloh-pct-00, 5.3.1)",
                                       name != NULL ? name : "this unknown key exchange"));
    return TRUE;
}

static gboolean fail_for_suite(struct security_parameters *parameters,
                               const struct pct1_handshake *handshake)
{
    struct legacyssl_suite *suite = wmem_new0(wmem_file_scope(), struct legacyssl_suite);
    const enum legacyssl_error error = legacyssl_pct1_suite(
        suite, handshake->cipher, handshake->encryption_bits, handshake->mac_bits, handshake->hash);

    parameters->secrets.suite = suite;
    suite->code = (guint32)handshake->cipher << 16 | (guint32)handshake->encryption_bits << 8 |
                  (handshake->mac_bits & 0xff);
    suite->name = pct1_suite_name(handshake->cipher, handshake->encryption_bits, handshake->hash,
                                  handshake->mac_bits);
    if (error == LEGACYSSL_OK)
        return FALSE;
    parameters_fail(parameters, KEYS_NOT_DERIVABLE,
                    wmem_strdup_printf(
                        wmem_file_scope(), "The keys can't be derived: %s",
                        handshake->hash == HASH_DES_DM
                            ? "the draft gives PCT_HASH_DES_DM no padding and no initial value"
                            : "the draft does not say how for this cipher, hash and key length"));
    return TRUE;
}

static const char *missing_message(const struct pct1_handshake *handshake)
{
    if (handshake->challenge.len == 0)
        return "The keys can't be derived: the capture does not have the CLIENT_HELLO";
    if (handshake->connection_id.len == 0)
        return "The keys can't be derived: the capture does not have the SERVER_HELLO";
    return NULL;
}

/* What the token made is as good as what would be derived. */
static gboolean has_write_keys(const struct pct1_handshake *handshake)
{
    struct secret unused;

    return key_source_write_keys(LEGACYSSL_PCT1, handshake->challenge, &unused);
}

static gboolean fail_at_once(struct security_parameters *parameters,
                             const struct pct1_handshake *handshake)
{
    const char *missing = missing_message(handshake);

    if (missing == NULL)
        return (!has_write_keys(handshake) && fail_for_exchange(parameters, handshake)) ||
               fail_for_suite(parameters, handshake);
    parameters_fail(parameters, KEYS_NO_SECRET, missing);
    return TRUE;
}

/* 5.3.2: CLEAR_KEY_DATA makes a short key long; a reconnection does not send it again. If the
 * capture had the session's first connection, it would have its certificate, too. */
static gboolean lacks_clear_key(const struct search *search)
{
    const struct legacyssl_suite *suite = search->trial.parameters->secrets.suite;

    return search->trial.parameters->write_keys == NULL && search->trial.handshake->is_resumed &&
           search->trial.session.server_certificate.len == 0 &&
           suite->encryption_bits < 8 * suite->cipher->key_material;
}

/* ---- search ---------------------------------------------------------------------------------- */

/* Messages of the key log that nobody has been shown go over to the connection that will be. */
static void inherit_problems(const struct security_parameters *from, struct security_parameters *to)
{
    if (from == NULL || to->n_problems != 0)
        return;
    to->problems = from->problems;
    to->n_problems = from->n_problems;
}

static void begin_search(struct search *search)
{
    struct pct1_trial *trial = &search->trial;
    const struct pct1_handshake *handshake = trial->handshake;
    struct legacyssl_secrets *secrets;

    trial->parameters = parameters_new(LEGACYSSL_PCT1);
    trial->parameters->is_resumed = handshake->is_resumed;
    trial->parameters->frames = handshake->frames;
    trial->parameters->session_id =
        handshake->is_resumed ? handshake->session_id : handshake->new_session_id;
    secrets = &trial->parameters->secrets;
    secrets->client_random = handshake->challenge;
    secrets->server_random = handshake->connection_id;
    secrets->server_certificate = handshake->certificate;
    secrets->clear_key = handshake->clear_key;
    secrets->key_arg = handshake->key_arg;
    key_source_refresh();
    key_source_take_problems(trial->parameters);
    if (handshake->parameters != handshake->shown)
        inherit_problems(handshake->parameters, trial->parameters);
    if (!handshake->is_resumed)
        return;
    session_cache_find(LEGACYSSL_PCT1, handshake->session_id, &trial->session);
    trial->parameters->resumes = trial->session.place.frame;
}

/* A new connection in search->trial; TRUE if the evidence holds. */
static gboolean find(struct search *search)
{
    struct pct1_trial *trial = &search->trial;
    const struct rsa_exchange exchange = {trial->handshake->certificate,
                                          trial->handshake->encrypted_key};
    gboolean found = FALSE;

    begin_search(search);
    if (fail_at_once(trial->parameters, trial->handshake))
        return FALSE;
    if (try_named_secrets(search, &found) || try_any_session(search))
        return TRUE;
    if (!found)
        parameters_fail(trial->parameters, KEYS_NO_SECRET,
                        key_source_advice(LEGACYSSL_PCT1, trial->handshake->challenge,
                                          has_rsa_exchange(trial->handshake) ? &exchange : NULL));
    else if (trial->record != NULL && lacks_clear_key(search))
        parameters_fail(trial->parameters, KEYS_NOT_DERIVABLE,
                        "The keys can't be derived: the CLEAR_KEY_DATA that makes a short key long "
                        "was sent on the session's first connection, which the capture does not "
                        "have");
    return FALSE;
}

/* The client's records are what most is open for. */
static gboolean is_open_for_client(struct pct1_trial trial)
{
    trial.side = LEGACYSSL_CLIENT;
    return pct1_reading_count(&trial) > 1;
}

guint8 pct1_check_proof(struct pct1_handshake *handshake, enum legacyssl_side side,
                        struct legacyssl_bytes session_id, struct legacyssl_bytes proof)
{
    struct search search = {
        .trial = {.handshake = handshake, .side = side},
        .session_id = session_id,
        .proof = proof,
    };
    const gboolean is_whole = side == LEGACYSSL_SERVER || (handshake->client_hello.len != 0 &&
                                                           handshake->server_hello.len != 0);

    if (handshake->parameters != NULL && proof_holds(handshake, handshake->parameters, &search))
        return LEGACYSSL_GOOD;
    const gboolean holds = find(&search);
    if (!handshake->is_by_record)
        handshake->parameters = search.trial.parameters;
    handshake->is_reading_open = !holds || handshake->is_redo || is_open_for_client(search.trial);
    if (holds)
        return LEGACYSSL_GOOD;
    return handshake->parameters->has_keys && is_whole ? LEGACYSSL_BAD : LEGACYSSL_UNVERIFIED;
}

/* The keys that the other side's first record has found may do for this one, too. */
static gboolean known_keys_hold(const struct pct1_handshake *handshake, enum legacyssl_side side,
                                struct legacyssl_record *record,
                                const guint32 numbers[PCT1_NUMBERINGS])
{
    if (!handshake->is_by_record || !handshake->parameters->has_keys ||
        (handshake->is_certificate_open && side == LEGACYSSL_CLIENT))
        return FALSE;
    record->sequence = numbers[handshake->numbering];
    return parameters_verifies(handshake->parameters, side, record);
}

/* Whether a proof had found the same keys, and they stand in the tree. */
static gboolean are_shown(const struct pct1_handshake *handshake,
                          const struct security_parameters *found)
{
    const struct security_parameters *shown = handshake->shown;

    return shown != NULL && shown == handshake->parameters && found->has_keys &&
           found->reading == NULL && memcmp(&shown->keys, &found->keys, sizeof found->keys) == 0;
}

struct security_parameters *pct1_find_keys(struct pct1_handshake *handshake,
                                           enum legacyssl_side side,
                                           struct legacyssl_record *record,
                                           const guint32 numbers[PCT1_NUMBERINGS])
{
    struct search search = {
        .trial = {.handshake = handshake, .side = side, .record = record, .numbers = numbers},
    };

    record->sequence = numbers[handshake->numbering];
    if (known_keys_hold(handshake, side, record, numbers))
        return handshake->parameters;
    const gboolean holds = find(&search);
    if (!holds && handshake->is_by_record &&
        (handshake->parameters->has_keys || !search.trial.parameters->has_keys))
        return handshake->parameters;
    if (!are_shown(handshake, search.trial.parameters))
        handshake->parameters = search.trial.parameters;
    handshake->is_by_record = TRUE;
    handshake->is_certificate_open =
        side == LEGACYSSL_SERVER && search.trial.session.server_certificate.len != 0;
    if (holds) {
        handshake->numbering = search.trial.numbering;
        handshake->is_numbering_known = TRUE;
    }
    return handshake->parameters;
}

/* ---- sessions -------------------------------------------------------------------------------- */

void pct1_remember_session(const struct pct1_handshake *handshake,
                           struct legacyssl_bytes session_id, const struct record_note *note)
{
    const struct legacyssl_bytes none = {NULL, 0};
    struct security_parameters facts = *handshake->parameters;
    struct secret known = {0};

    handshake->parameters->session_id = session_id;
    if (handshake->is_resumed) {
        if (note->verify_status != LEGACYSSL_GOOD ||
            (session_cache_find(LEGACYSSL_PCT1, session_id, &known) &&
             known.master_secret.len != 0))
            return;
        facts.secrets.server_certificate = known.server_certificate;
        facts.secrets.clear_key = known.clear_key;
    }
    if (note->verify_status != LEGACYSSL_GOOD)
        facts.secrets.master_secret = none;
    facts.has_keys = TRUE; /* what is remembered is of use without a secret, too */
    session_cache_add(&facts, session_id, note->frame);
}
