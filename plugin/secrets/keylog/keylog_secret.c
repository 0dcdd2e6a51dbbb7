/* keylog_secret.c - reading the secret that stands at a place of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog_secret.h"

#include "secrets/keylog/session_file.h"

#include <string.h>

static void copy_secret(struct keylog_secret *secret, const struct keylog_line *line)
{
    memcpy(secret->secret, line->secret, line->secret_len);
    secret->secret_len = line->secret_len;
}

/* A line of the kind that was indexed there may have been replaced by one of another. */
static gboolean take_line(struct keylog_secret *secret, const struct keylog_line *line)
{
    if (line->kind == KEYLOG_WRITE_KEYS)
        secret->write_keys = line->write_keys;
    else
        copy_secret(secret, line);
    return TRUE;
}

static void copy_key_arg(struct keylog_secret *secret, const struct keylog_line *line)
{
    memcpy(secret->key_arg, line->secret, line->secret_len);
    secret->key_arg_len = line->secret_len;
}

/* The s_client block whose Session-ID: line begins at `text`. */
static void read_block(const char *text, const char *end, struct keylog_secret *secret)
{
    struct keylog_line line;

    for (guint n = 0; n < KEYLOG_BLOCK_LINES && text < end; n++) {
        const char *eol = memchr(text, '\n', (gsize)(end - text));
        const gsize len = (gsize)((eol != NULL ? eol : end) - text);
        const enum keylog_verdict verdict = keylog_parse_line(text, len, &line);

        if (verdict == KEYLOG_BLOCK_SECRET && secret->secret_len == 0)
            copy_secret(secret, &line);
        else if (verdict == KEYLOG_BLOCK_KEY_ARG)
            copy_key_arg(secret, &line);
        else if (n != 0 && verdict == KEYLOG_BLOCK_ID)
            break;
        text += len + 1;
    }
    legacyssl_wipe(&line, sizeof line);
}

/* The whole session at `place`, as if it were a line with a secret keyed by `kind`. */
static gboolean read_whole_session(const struct file *file, struct keylog_place place,
                                   enum keylog_kind kind, struct keylog_line *line,
                                   struct keylog_secret *secret)
{
    struct session session;

    if (session_file_read(file, place.offset, &session) != NULL)
        return FALSE;
    const struct session_field *key = kind == KEYLOG_TICKET ? &session.ticket : &session.session_id;
    line->kind = kind;
    line->key_len = key->len;
    memcpy(line->key, key->data, key->len);
    secret->is_session = TRUE;
    secret->protocol = session.protocol;
    secret->cipher_suite = session.cipher_suite;
    secret->secret_len = session.master_key.len;
    memcpy(secret->secret, session.master_key.data, session.master_key.len);
    secret->key_arg_len = MIN(session.key_arg.len, sizeof secret->key_arg);
    memcpy(secret->key_arg, session.key_arg.data, secret->key_arg_len);
    legacyssl_wipe(&session, sizeof session);
    return TRUE;
}

static gboolean take_secret(const struct file *file, struct keylog_place place,
                            enum keylog_kind kind, const char *text, gsize got,
                            struct keylog_line *line, struct keylog_secret *secret)
{
    const char *eol = memchr(text, '\n', got);
    const gsize len = eol != NULL ? (gsize)(eol - text) : got;

    switch (keylog_parse_line(text, len, line)) {
    case KEYLOG_SECRET:
        return take_line(secret, line);
    case KEYLOG_BLOCK_ID:
        line->kind = KEYLOG_SESSION_ID;
        read_block(text, text + got, secret);
        break;
    case KEYLOG_PEM_BEGIN:
        return read_whole_session(file, place, kind, line, secret);
    default:
        break;
    }
    return secret->secret_len != 0;
}

gboolean keylog_read_secret(const struct file *file, struct keylog_place place,
                            enum keylog_kind kind, struct keylog_line *line,
                            struct keylog_secret *secret)
{
    char text[KEYLOG_MAX_LINE];
    const gssize got = file_read(file, text, sizeof text, place.offset);

    memset(secret, 0, sizeof *secret);
    secret->line = place.line;
    const gboolean has_secret =
        got > 0 && take_secret(file, place, kind, text, (gsize)got, line, secret);
    legacyssl_wipe(text, (gsize)MAX(got, 0));
    legacyssl_wipe(line->secret, sizeof line->secret);
    legacyssl_wipe(&line->write_keys, sizeof line->write_keys);
    return has_secret;
}
