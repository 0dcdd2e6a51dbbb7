/* key_source.h - the secret for a session, from wherever there is one
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEY_SOURCE_H
#define LEGACYSSL_KEY_SOURCE_H

#include "keys.h"

/* A secret that was found. Bytes are in file scope. */
struct secret {
    struct legacyssl_bytes master_secret;
    struct legacyssl_bytes clear_key; /* of the session's full handshake; empty if not known */
    struct legacyssl_bytes key_arg;
    struct legacyssl_bytes server_certificate;
    const struct legacyssl_suite *suite; /* NULL if not known */
    const char *source;                  /* for legacyssl.key_source */
    const char *origin;                  /* the same without a line or frame, for statistics */
};

/* Look at the key log again, and give `connection`, if it isn't NULL, the lines to be told that
 * can't be used. */
void key_source_refresh(struct connection *connection);

/* The key log's secret by client random or CHALLENGE, as it is or padded with zeros on the left. */
gboolean key_source_client_random(struct legacyssl_bytes client_random, struct secret *secret);

/* The key log's premaster secret under `key`, in secret->master_secret. */
gboolean key_source_premaster(enum keylog_kind kind, struct legacyssl_bytes key,
                              struct secret *secret);

/* By session id: from the key log, or from an earlier connection of this capture. */
gboolean key_source_session_id(struct legacyssl_bytes session_id, struct secret *secret);
gboolean key_source_earlier_session(enum legacyssl_protocol protocol,
                                    struct legacyssl_bytes session_id, struct secret *secret);

/* The latest secrets of the key log that are keyed by a session id, one after the other: index
 * from 0 until FALSE. For sessions whose id is encrypted. */
gboolean key_source_any_session(guint index, struct secret *secret);

/* Remember the session of `connection`, learnt in `frame`, for connections that resume it. */
void key_source_remember(const struct connection *connection, struct legacyssl_bytes session_id,
                         guint32 frame);

/* What to tell about a session without a secret: where was looked and what can be done. In file
 * scope. */
const char *key_source_advice(struct legacyssl_bytes client_random);

/* Forget the sessions of a file, and the key log with it. */
void key_source_cleanup(void);

#endif
