/* keys.h - one handshake's keys, from the look-up of the secret to the write states
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEYS_H
#define LEGACYSSL_KEYS_H

#include "wireshark/compat.h"

#include "secrets/key_place.h"
#include "legacyssl-kdf.h"

#include <epan/expert.h>

/* What one handshake agreed upon: a connection in the sense of RFC 2246, one for each handshake
 * of a conversation. Lives as long as the file; wiped when it is closed. */
struct connection {
    struct legacyssl_secrets secrets;
    struct legacyssl_connection_keys keys;
    struct legacyssl_record_options options;
    bool is_compressed : 1; /* SSL 3.0, TLS 1.0: with DEFLATE */
    bool has_keys : 1;
    bool is_resumed : 1; /* by the handshake: keys of an earlier session */
    guint n_problems;
    struct key_place key_place;    /* of the secret */
    const char *premaster_warning; /* what is odd about the premaster secret, NULL if nothing */
    const char *reading;      /* which reading of a specification held, NULL if there is one only */
    expert_field *failure;    /* without keys: why ... */
    const char *failure_text; /* ... and what to do about it: one sentence a line */
    const char *const *problems; /* n_problems things to be told of the key files */
    struct legacyssl_write_state
        *write_state[2]; /* opened when needed, see connection_write_state */
};

struct connection *connection_new(enum legacyssl_protocol protocol);

/* Memory in file scope, zeros at first, that is wiped when the file is closed; and a copy of bytes
 * in such memory. */
void *secret_alloc(gsize len);
struct legacyssl_bytes secret_memdup(struct legacyssl_bytes bytes);

/* Derive keys from connection->secrets as they are. On failure has_keys stays FALSE and failure is
 * set. */
gboolean connection_derive(struct connection *connection);

/* Whether `record`, the first that `side` sends under the keys, verifies with them. */
gboolean connection_verifies(struct connection *connection, enum legacyssl_side side,
                             const struct legacyssl_record *record);

/* Whether `record` verifies when `side` sends it from `position` on, which stays as it is. */
gboolean connection_verifies_at(struct connection *connection, enum legacyssl_side side,
                                struct legacyssl_position position,
                                const struct legacyssl_record *record);

/* Open the write state of `side`, once; *position becomes that of its first record. FALSE if
 * libgcrypt refuses. */
gboolean connection_start(struct connection *connection, enum legacyssl_side side,
                          struct legacyssl_position *position);

/* The write state of one side, opened anew if it was closed to save memory. NULL if libgcrypt
 * refuses. Borrowed until the next call. */
struct legacyssl_write_state *connection_write_state(struct connection *connection,
                                                     enum legacyssl_side side);

void connection_fail(struct connection *connection, expert_field *failure, const char *text);

/* Close all handles and wipe all secrets, at the end of each file. */
void keys_cleanup(void);

#endif
