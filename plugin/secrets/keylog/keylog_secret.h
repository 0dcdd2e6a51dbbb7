/* keylog_secret.h - reading the secret that stands at a place of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In go a file and a place in it, out comes what it holds by now: that may be something else than
 * when the place was indexed. All memory is the caller's, who also wipes the secret.
 */
#ifndef LEGACYSSL_KEYLOG_SECRET_H
#define LEGACYSSL_KEYLOG_SECRET_H

#include "secrets/keylog/keylog_index.h"

#include "legacyssl-kdf.h"

#include "system/file.h"

/* A secret as the file has it. */
struct keylog_secret {
    guint8 secret[KEYLOG_MAX_SECRET];
    gsize secret_len;
    struct write_keys write_keys; /* of KEYLOG_WRITE_KEYS, instead of a secret */
    guint8 key_arg[16]; /* of an SSL 2.0 session, else empty */
    gsize key_arg_len;
    guint64 line;        /* counted from 1 */
    gboolean is_session; /* it is a whole session: these are set, too */
    enum legacyssl_protocol protocol;
    guint32 cipher_suite;
};

/* Read the secret whose line, or whose block's first line, stands at `place`; *line gets its kind
 * and key. A whole session has several keys: it gets the one of `kind`. FALSE if there is none. */
gboolean keylog_read_secret(const struct file *file, struct keylog_place place,
                            enum keylog_kind kind, struct keylog_line *line,
                            struct keylog_secret *secret);

#endif
