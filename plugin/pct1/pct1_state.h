/* pct1_state.h - what is remembered of a conversation that is PCT's, or may become it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_STATE_H
#define LEGACYSSL_PCT1_STATE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"
#include "secrets/input_frames.h"

struct secret;
struct security_parameters;
struct legacyssl_conversation;

/* From where sequence numbers count after a handshake that was done anew: the draft does not say.
 */
enum pct1_numbering {
    NUMBERS_RESTART,         /* from the handshake's own first record */
    NUMBERS_RUN_ON,          /* from the connection's first record, as ever */
    NUMBERS_FROM_MASTER_KEY, /* from behind CLIENT_MASTER_KEY, as TOKEN types do (5.2.3) */
    PCT1_NUMBERINGS
};

/* One handshake of a conversation. Bytes are in file scope. */
struct pct1_handshake {
    struct legacyssl_bytes client_hello, server_hello; /* whole messages, empty if cut short */
    struct legacyssl_bytes challenge, connection_id;
    struct legacyssl_bytes session_id;     /* the one to reconnect, of CLIENT_HELLO */
    struct legacyssl_bytes new_session_id; /* of SERVER_VERIFY */
    struct legacyssl_bytes certificate;    /* SH_CERTIFICATE_DATA */
    struct legacyssl_bytes clear_key, encrypted_key, key_arg;
    struct input_frames frames;
    struct secret *opened_key; /* by the server's RSA key, once; NULL: not tried */
    guint16 cipher, encryption_bits, mac_bits, hash, exchange;
    gboolean has_client_hello, has_server_hello;
    gboolean is_resumed, wants_client_auth;
    gboolean is_redo; /* not the conversation's first */

    struct security_parameters
        *parameters; /* its keys, as far as they are known; NULL: not looked for */
    const struct security_parameters *shown; /* the keys that are drawn already */
    gboolean is_reading_open;       /* ... and a record may tell other ones than a proof does */
    gboolean is_by_record;          /* `parameters` was found with a record */
    gboolean is_certificate_open;   /* ... which could not tell what the client's keys hash */
    enum pct1_numbering numbering;
    gboolean is_numbering_known;
};

/* One side as a sender of records. */
struct pct1_side {
    struct pct1_handshake *handshake; /* the latest it takes part in; NULL: none yet */
    gboolean is_protected;            /* behind its last handshake message */
    gboolean is_behind_unread_escape; /* its last record was an escape without a known meaning */
    gboolean is_out_of_band_next;
    guint32 restarted_at,
        master_key_at; /* sequence numbers that ran on, where another count began */
};

struct pct1_state {
    struct pct1_side side[2]; /* by enum legacyssl_side */
};

/* The conversation is PCT's, or may become it. First pass only. */
void pct1_state_begin(struct legacyssl_conversation *conversation);

/* A new one. */
struct pct1_handshake *pct1_handshake_new(struct pct1_state *state);

/* The handshake that this side is in; made if there is none. */
struct pct1_handshake *pct1_current_handshake(struct pct1_state *state, enum legacyssl_side side);

#endif
