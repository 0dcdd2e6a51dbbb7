/* session_file.h - a session as OpenSSL's -sess_out writes it
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * PEM around the ASN.1 of d2i_SSL_SESSION(3): a file of its own, or pasted into a key log.
 */
#ifndef LEGACYSSL_SESSION_FILE_H
#define LEGACYSSL_SESSION_FILE_H

#include <glib.h>

#include "legacyssl-kdf.h"

#include "system/file.h"

#define SESSION_FILE_MAX                                                                           \
    (64 * 1024) /* characters: a session can hold a certificate and a ticket                       \
                 */
#define SESSION_FILE_BEGIN "-----BEGIN SSL SESSION PARAMETERS-----"
#define SESSION_FILE_MAX_FIELD 64

struct session_field {
    guint8 data[SESSION_FILE_MAX_FIELD];
    gsize len;
};

struct session {
    enum legacyssl_protocol protocol;
    guint32 cipher_suite;
    struct session_field session_id, master_key, key_arg;
    struct session_field ticket; /* its first bytes: they are random enough to know it by */
};

/* Parse `text`, which begins with the BEGIN line. NULL if all is well, else what is wrong: static
 * text. Any characters are allowed in. */
const char *session_file_parse(const char *text, gsize len, struct session *session);

/* The same for the session whose BEGIN line stands at `offset` of `file`. */
const char *session_file_read(const struct file *file, guint64 offset, struct session *session);

#endif
