/* builtin_keylog.c - our key log for the built-in tls dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/builtin_keylog.h"

#include "secrets/keylog/keylog_line.h"
#include "system/file.h"
#include "wireshark/preferences.h"

#include "legacyssl-kdf.h"

#include <epan/secrets.h>
#include <wiretap/secrets-types.h>

#define CHUNK (1 << 20) /* longer lines than that are none */

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
    gsize most = 0; /* bytes that were written to: nearly always few */
    gssize len;

    while ((len = file_read(file, text, CHUNK, given)) > 0) {
        most = MAX(most, (gsize)len);
        const gsize lines = whole_lines(text, (gsize)len);
        if (lines == 0)
            break;
        secrets_wtap_callback(SECRETS_TYPE_TLS, text, (guint)lines);
        given += lines;
    }
    legacyssl_wipe(text, most);
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

void builtin_keylog_give_premaster(struct legacyssl_bytes client_random,
                                   struct legacyssl_bytes premaster)
{
    static const char label[] = "PMS_CLIENT_RANDOM";
    char line[KEYLOG_LINE_SIZE(sizeof label - 1, KEYLOG_MAX_RANDOM, PREMASTER_SIZE)];

    if (client_random.len != KEYLOG_MAX_RANDOM || premaster.len != PREMASTER_SIZE)
        return;
    const gsize len = keylog_print_line(label, client_random, premaster, line);
    secrets_wtap_callback(SECRETS_TYPE_TLS, line, (guint)len);
    legacyssl_wipe(line, sizeof line);
}

void builtin_keylog_cleanup(void)
{
    given = 0;
}
