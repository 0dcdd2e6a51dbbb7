/* key_source.c - the secret for a session, from wherever there is one
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/key_source.h"

#include "secrets/builtin_secrets.h"
#include "secrets/key_files.h"
#include "secrets/rsa_key_source.h"
#include "secrets/secret_memory.h"

#include <string.h>

#define PADDED_RANDOM 32
#define BUILTIN "the capture's Decryption Secrets Block, or what else the TLS dissector knows"

/* How many secrets are tried in one capture on sessions that name none: a bound on time and memory.
 */
#define MAX_TRIES 100000
#define BYTES_OF_A_TRY 1024 /* longer records count for more than one */

static guint tries;

void key_source_refresh(void)
{
    key_files_refresh();
}

void key_source_take_problems(struct security_parameters *parameters)
{
    parameters->n_problems = key_files_take_problems(&parameters->problems);
}

/* ---- files and the built-in ------------------------------------------------------------------ */

/* Wipes what it takes. */
static void take(struct keylog_secret *found, struct key_place place, struct secret *secret)
{
    memset(secret, 0, sizeof *secret);
    secret->master_secret =
        secret_memdup((struct legacyssl_bytes){found->secret, found->secret_len});
    secret->key_arg = secret_memdup((struct legacyssl_bytes){found->key_arg, found->key_arg_len});
    if (found->is_session)
        secret->suite = legacyssl_suite_find(found->protocol, found->cipher_suite);
    legacyssl_wipe(found->secret, sizeof found->secret);
    secret->place = place;
}

static gboolean find_in_files(enum keylog_kind kind, struct legacyssl_bytes key,
                              struct keylog_secret *found, struct secret *secret)
{
    struct key_place place;

    if (!key_files_find(kind, key.data, key.len, found, &place))
        return FALSE;
    take(found, place, secret);
    return TRUE;
}

static gboolean find_in_builtin(enum keylog_kind kind, struct legacyssl_bytes key,
                                struct secret *secret)
{
    struct legacyssl_bytes found;

    if (!builtin_secret_find(kind, key, &found))
        return FALSE;
    memset(secret, 0, sizeof *secret);
    secret->master_secret = secret_memdup(found);
    secret->place.name = BUILTIN;
    return TRUE;
}

static gboolean find(enum keylog_kind kind, struct legacyssl_bytes key, struct secret *secret)
{
    struct keylog_secret found;

    return find_in_files(kind, key, &found, secret) || find_in_builtin(kind, key, secret);
}

static gboolean find_write_keys(enum keylog_kind kind, struct legacyssl_bytes client_random,
                                struct secret *secret)
{
    struct keylog_secret found;
    struct key_place place;

    if (!key_files_find(kind, client_random.data, client_random.len, &found, &place))
        return FALSE;
    struct write_keys *keys = secret_alloc(sizeof *keys);
    *keys = found.write_keys;
    legacyssl_wipe(&found.write_keys, sizeof found.write_keys);
    place.is_keys = TRUE;
    *secret = (struct secret){.write_keys = keys, .place = place};
    return TRUE;
}

typedef gboolean (*find_function)(enum keylog_kind kind, struct legacyssl_bytes key,
                                  struct secret *secret);

/* As it is or padded with zeros on the left. */
static gboolean find_by_random(find_function find_under, enum keylog_kind kind,
                               struct legacyssl_bytes client_random, struct secret *secret)
{
    guint8 padded[PADDED_RANDOM] = {0};

    if (client_random.len == 0 || client_random.len > sizeof padded)
        return FALSE;
    memcpy(padded + sizeof padded - client_random.len, client_random.data, client_random.len);
    return find_under(kind, client_random, secret) ||
           find_under(kind, (struct legacyssl_bytes){padded, sizeof padded}, secret);
}

gboolean key_source_client_random(struct legacyssl_bytes client_random, struct secret *secret)
{
    return find_by_random(find, KEYLOG_CLIENT_RANDOM, client_random, secret);
}

gboolean key_source_write_keys(enum legacyssl_protocol protocol,
                               struct legacyssl_bytes client_random, struct secret *secret)
{
    if (!find_by_random(find_write_keys, KEYLOG_WRITE_KEYS, client_random, secret))
        return FALSE;
    secret->suite = legacyssl_suite_find(protocol, write_keys_suite(secret->write_keys, protocol));
    return TRUE;
}

gboolean key_source_premaster(enum keylog_kind kind, struct legacyssl_bytes key,
                              struct secret *secret)
{
    return key.len != 0 && find(kind, key, secret);
}

static gboolean is_of_protocol(const struct keylog_secret *found, enum legacyssl_protocol protocol)
{
    return !found->is_session || found->protocol == protocol;
}

static gboolean find_session(enum keylog_kind kind, enum legacyssl_protocol protocol,
                             struct legacyssl_bytes key, struct secret *secret)
{
    struct keylog_secret found;

    if (key.len == 0 || key.len > KEYLOG_MAX_KEY)
        return FALSE;
    return (find_in_files(kind, key, &found, secret) && is_of_protocol(&found, protocol)) ||
           find_in_builtin(kind, key, secret);
}

gboolean key_source_session_id(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id,
                               struct secret *secret)
{
    return find_session(KEYLOG_SESSION_ID, protocol, session_id, secret);
}

gboolean key_source_ticket(enum legacyssl_protocol protocol, struct legacyssl_bytes ticket,
                           struct secret *secret)
{
    ticket.len = MIN(ticket.len, KEYLOG_MAX_KEY);
    return find_session(KEYLOG_TICKET, protocol, ticket, secret);
}

gboolean key_source_any_session(enum legacyssl_protocol protocol, guint number, gsize len,
                                struct secret *secret)
{
    struct keylog_secret found;
    struct key_place place;

    if (tries >= MAX_TRIES || !key_files_session(number, &found, &place))
        return FALSE;
    tries += 1 + (guint)(len / BYTES_OF_A_TRY);
    if (!is_of_protocol(&found, protocol))
        memset(&found, 0, sizeof found);
    take(&found, place, secret);
    return TRUE;
}

/* ---- the server's RSA key -------------------------------------------------------------------- */

gboolean key_source_rsa(struct legacyssl_bytes certificate, struct legacyssl_bytes encrypted,
                        struct secret *secret)
{
    struct legacyssl_bytes opened;
    const char *name;

    if (!rsa_key_source_decrypt(certificate, encrypted, &opened, &name))
        return FALSE;
    memset(secret, 0, sizeof *secret);
    secret->master_secret = opened;
    secret->place.name = name;
    return TRUE;
}

void key_source_share(const struct security_parameters *parameters)
{
    const struct legacyssl_secrets *secrets = &parameters->secrets;

    if (parameters->has_keys)
        builtin_secret_add(secrets->client_random, secrets->master_secret);
}

void key_source_share_session(const struct security_parameters *parameters,
                              struct legacyssl_bytes session_id, struct legacyssl_bytes ticket)
{
    builtin_session_add(session_id, ticket, parameters->secrets.master_secret);
}

/* ---- what hinders ---------------------------------------------------------------------------- */

/* Each line of `reasons` as a sentence of its own. */
static const char *in_sentences(const gchar *reasons)
{
    wmem_strbuf_t *text = wmem_strbuf_new(wmem_file_scope(), "");
    gchar **lines = g_strsplit(reasons, "\n", -1);

    for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
        wmem_strbuf_append_printf(text, "%sNo secret is known for this session: %s",
                                  i != 0 ? "\n" : "", lines[i]);
    g_strfreev(lines);
    return wmem_strbuf_finalize(text);
}

const char *key_source_advice(enum legacyssl_protocol protocol,
                              struct legacyssl_bytes client_random,
                              const struct rsa_exchange *exchange)
{
    GString *reasons = g_string_new(NULL);

    if (!key_files_are_named())
        g_string_append_printf(reasons,
                               "name a key log in the preference legacyssl.keylog_file%s, then View > "
                               "Reload\n",
                               protocol != LEGACYSSL_PCT1
                                   ? ", or a session of OpenSSL in legacyssl.session_file"
                                   : "");
    key_files_explain(protocol, client_random, reasons);
    if (exchange != NULL)
        rsa_key_source_explain(exchange->certificate, exchange->encrypted, reasons);
    const char *advice = in_sentences(reasons->str);
    g_string_free(reasons, TRUE);
    return advice;
}

void key_source_cleanup(void)
{
    tries = 0;
    key_files_cleanup();
    rsa_key_source_cleanup();
}
