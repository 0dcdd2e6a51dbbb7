/* builtin_keylog.c - our key log for the built-in tls dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/builtin_keylog.h"

#include "system/file.h"
#include "wireshark/preferences.h"

#include "legacyssl-kdf.h"

#include <epan/secrets.h>
#include <wiretap/secrets-types.h>

#include <string.h>

#define CHUNK (1 << 20) /* longer lines than that are none */

#define RANDOM_SIZE 32 /* RFC 2246 7.4.1.2 */

static guint64 given; /* bytes of the file */

/* The whole lines at the front of `text`. */
static gsize whole_lines(const char *text, gsize len)
{
    while (len > 0 && text[len - 1] != '\n')
        len--;
    return len;
}

/* A last line without an end may still be written: it is given when it is whole. */
static void give_lines(const struct file *file)
{
    char *text = g_malloc(CHUNK);
    gssize len;

    while ((len = file_read(file, text, CHUNK, given)) > 0) {
        const gsize lines = whole_lines(text, (gsize)len);
        if (lines == 0)
            break;
        secrets_wtap_callback(SECRETS_TYPE_TLS, text, (guint)lines);
        given += lines;
    }
    legacyssl_wipe(text, CHUNK);
    g_free(text);
}

void builtin_keylog_give(void)
{
    const char *path = preferences_keylog_for_builtin();
    struct file_state state = {.size = 0};
    struct file *file;

    if (path != NULL && file_look(path, &state) != NULL)
        state.size = 0;
    if (state.size < given) /* it was replaced */
        given = 0;
    if (state.size <= given || file_open(path, &file) != NULL)
        return;
    give_lines(file);
    file_close(file);
}

static char *append_hex(char *end, struct legacyssl_bytes bytes)
{
    static const char digits[] = "0123456789abcdef";

    for (gsize i = 0; i < bytes.len; i++) {
        *end++ = digits[bytes.data[i] >> 4];
        *end++ = digits[bytes.data[i] & 0xf];
    }
    return end;
}

void builtin_keylog_give_premaster(struct legacyssl_bytes client_random,
                                   struct legacyssl_bytes premaster)
{
    static const char label[] = "PMS_CLIENT_RANDOM ";
    char line[sizeof label + 2 * (RANDOM_SIZE + PREMASTER_SIZE) + 1];

    if (client_random.len != RANDOM_SIZE || premaster.len != PREMASTER_SIZE)
        return;
    memcpy(line, label, sizeof label - 1);
    char *end = append_hex(line + sizeof label - 1, client_random);
    *end++ = ' ';
    end = append_hex(end, premaster);
    *end++ = '\n';
    secrets_wtap_callback(SECRETS_TYPE_TLS, line, (guint)(end - line));
    legacyssl_wipe(line, sizeof line);
}

void builtin_keylog_cleanup(void)
{
    given = 0;
}
