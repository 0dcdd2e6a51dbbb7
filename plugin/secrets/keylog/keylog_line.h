/* keylog_line.h - one line of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEYLOG_LINE_H
#define LEGACYSSL_KEYLOG_LINE_H

#include <glib.h>

#include "secrets/keylog/write_keys.h"

#define KEYLOG_MAX_LINE 4096   /* characters: what is longer holds no secret */
#define KEYLOG_MAX_KEY 64      /* a session id or a client random */
#define KEYLOG_MAX_RANDOM 32
#define KEYLOG_MAX_SECRET 1024 /* a Diffie-Hellman premaster secret of 8192 bits */

/* Within so many lines an s_client block has its Master-Key: after its Session-ID: */
#define KEYLOG_BLOCK_LINES 12

/* By what a secret is found. */
enum keylog_kind {
    KEYLOG_CLIENT_RANDOM,           /* master secret by client random or CHALLENGE */
    KEYLOG_SESSION_ID,              /* master secret by session id */
    KEYLOG_PREMASTER_CLIENT_RANDOM, /* premaster secret by client random */
    KEYLOG_PREMASTER_ENCRYPTED, /* premaster secret by the first 8 bytes of its encrypted form */
    KEYLOG_TICKET,              /* master secret by the first bytes of a session ticket */
    KEYLOG_WRITE_KEYS,          /* the six values themselves by client random or CHALLENGE */
};

enum keylog_verdict {
    KEYLOG_SECRET,        /* kind, key and secret, or write_keys, are set */
    KEYLOG_NOT_OURS,      /* empty, a comment, or a label for other tools */
    KEYLOG_BLOCK_ID,      /* "Session-ID: ..." of s_client: key is set */
    KEYLOG_BLOCK_SECRET,  /* "Master-Key: ...": secret is set */
    KEYLOG_BLOCK_KEY_ARG, /* "Key-Arg   : ...": secret is set, to the KEY-ARG */
    KEYLOG_PEM_BEGIN,     /* "-----BEGIN ...": the lines up to KEYLOG_PEM_END are base64 */
    KEYLOG_PEM_END,
    KEYLOG_BAD, /* looks like a secret and is none: `problem` says why */
};

struct keylog_line {
    enum keylog_kind kind;
    guint8 key[KEYLOG_MAX_KEY];
    gsize key_len;
    guint8 secret[KEYLOG_MAX_SECRET];
    gsize secret_len;
    struct write_keys write_keys; /* instead of a secret */
    const char *problem; /* static text */
};

/* Parse `len` characters without their line end (a trailing CR is allowed) into *line. Any bytes
 * are allowed in. */
enum keylog_verdict keylog_parse_line(const char *text, gsize len, struct keylog_line *line);

/* How long a line is, with its end. */
#define KEYLOG_LINE_SIZE(label_len, key_len, secret_len)                                           \
    ((label_len) + 1 + 2 * (key_len) + 1 + 2 * (secret_len) + 1)

/* Write the line of a secret to `line`, which has room for it; there is no zero at its end. How
 * long it is. */
gsize keylog_print_line(const char *label, struct legacyssl_bytes key,
                        struct legacyssl_bytes secret, char *line);

#endif
