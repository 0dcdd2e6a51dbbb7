/* security_parameters.h - what one handshake agreed upon, from the look-up of its secret to its keys
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SECURITY_PARAMETERS_H
#define LEGACYSSL_SECURITY_PARAMETERS_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"
#include "secrets/input_frames.h"
#include "secrets/key_place.h"

struct write_keys;

/* Why there are no keys. */
enum keys_failure {
    KEYS_NOT_MISSED, /* there are, or nobody has looked for them */
    KEYS_NO_SECRET,
    KEYS_SECRET_LENGTH,
    KEYS_NOT_DERIVABLE,
    KEYS_UNKNOWN_CIPHER,
    KEYS_EPHEMERAL_KEY,
    KEYS_LOST_HANDSHAKE,
    KEYS_OF_ANOTHER_SUITE,
};

/* RFC 2246 6.1, one for each handshake of a conversation, with the keys that they lead to. Lives as
 * long as the file; wiped when it is closed. */
struct security_parameters {
    struct legacyssl_secrets secrets;
    struct legacyssl_connection_keys keys;
    const struct write_keys *write_keys; /* they are known instead of a master secret; NULL: no */
    struct legacyssl_record_options options;
    guint8 compression;  /* SSL 3.0, TLS 1.0: the method; 0: none */
    bool has_keys : 1;
    bool is_resumed : 1; /* by the handshake: keys of an earlier session */
    bool is_rolled_back : 1; /* the premaster secret's version is later than ClientHello's */
    guint n_problems;
    struct key_place key_place;    /* of the secret */
    struct input_frames frames;
    struct legacyssl_bytes
        session_id;   /* in file scope; empty: there is none, or it is not known yet */
    guint32 shown_in; /* the frame that shows the keys, or why there are none; 0: none does yet */
    guint32 resumes;  /* the frame from which on the resumed session was known; 0: not in the capture */
    const char *premaster_warning; /* what is odd about the premaster secret, NULL if nothing */
    const char *reading;       /* which reading of a specification held, NULL if there is one only */
    enum keys_failure failure; /* without keys: why ... */
    const char *failure_text;  /* ... and what to do about it: one sentence a line */
    const char *const *problems; /* n_problems things to be told of the key files */
    struct legacyssl_write_state *write_state[2]; /* opened when needed, see write_states.h */
};

struct security_parameters *parameters_new(enum legacyssl_protocol protocol);

/* Derive keys from parameters->secrets as they are, or take parameters->write_keys. On failure
 * has_keys stays FALSE and failure is set. */
gboolean parameters_derive(struct security_parameters *parameters);

void parameters_fail(struct security_parameters *parameters, enum keys_failure failure,
                     const char *text);

#endif
