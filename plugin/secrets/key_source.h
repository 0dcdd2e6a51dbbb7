/* key_source.h - the secret for a session, from wherever there is one
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Key logs and session files, what the TLS dissector knows, the server's RSA key, earlier
 * connections of the capture.
 */
#ifndef LEGACYSSL_KEY_SOURCE_H
#define LEGACYSSL_KEY_SOURCE_H

#include "secrets/keylog/keylog_line.h"
#include "secrets/secret.h"

/* Look at the files again: they may have grown, or be others by now. */
void key_source_refresh(void);

/* Give `parameters` what is to be told of the files and was not told yet. */
void key_source_take_problems(struct security_parameters *parameters);

/* The secret by client random or CHALLENGE, as it is or padded with zeros on the left. */
gboolean key_source_client_random(struct legacyssl_bytes client_random, struct secret *secret);

/* In the same way the keys themselves, of `protocol` if they name their suite. */
gboolean key_source_write_keys(enum legacyssl_protocol protocol,
                               struct legacyssl_bytes client_random, struct secret *secret);

/* The premaster secret under `key`, in secret->master_secret. */
gboolean key_source_premaster(enum keylog_kind kind, struct legacyssl_bytes key,
                              struct secret *secret);

/* What the client encrypted for the RSA key of `certificate`, in secret->master_secret. */
gboolean key_source_rsa(struct legacyssl_bytes certificate, struct legacyssl_bytes encrypted,
                        struct secret *secret);

/* By session id or ticket: a session of `protocol`, or one whose protocol is not known. */
gboolean key_source_session_id(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id,
                               struct secret *secret);
gboolean key_source_ticket(enum legacyssl_protocol protocol, struct legacyssl_bytes ticket,
                           struct secret *secret);

/* The latest secrets that are keyed by a session id, one after the other: number from 0 until
 * FALSE. For sessions whose id is encrypted; each is tried on a record of `len` bytes. A secret
 * that can't be this protocol's is empty. */
gboolean key_source_any_session(enum legacyssl_protocol protocol, guint number, gsize len,
                                struct secret *secret);

/* Let Wireshark export the connection's secret (File, Export TLS Session Keys). */
void key_source_share(const struct security_parameters *parameters);

/* A MAC has proved the secret: let the TLS dissector resume its session. */
void key_source_share_session(const struct security_parameters *parameters,
                              struct legacyssl_bytes session_id, struct legacyssl_bytes ticket);

/* What the client encrypted for the key of the server's certificate, as far as the capture has it. */
struct rsa_exchange {
    struct legacyssl_bytes certificate, encrypted;
};

/* What to tell about a session without a secret: where was looked and what can be done, each on a
 * line of its own. In file scope. `exchange` is NULL if no secret was encrypted for the server's key. */
const char *key_source_advice(enum legacyssl_protocol protocol,
                              struct legacyssl_bytes client_random,
                              const struct rsa_exchange *exchange);

/* Forget the key files, at the end of each file. */
void key_source_cleanup(void);

#endif
