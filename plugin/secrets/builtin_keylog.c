/* builtin_keylog.c - our key log for the built-in tls dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/builtin_keylog.h"

#include "wireshark/preferences.h"

#include "legacyssl-kdf.h"

#include <epan/secrets.h>
#include <glib/gstdio.h>
#include <wiretap/secrets-types.h>

#include <stdio.h>
#include <sys/stat.h>

#define CHUNK (1 << 20) /* longer lines than that are none */

static gint64 given; /* bytes of the file */

static gint64 size_of(const char *path)
{
    GStatBuf status;

    return g_stat(path, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : -1;
}

/* The whole lines at the front of `text`. */
static gsize whole_lines(const char *text, gsize len)
{
    while (len > 0 && text[len - 1] != '\n')
        len--;
    return len;
}

/* A last line without an end may still be written: it is given when it is whole. */
static void give_lines(FILE *file)
{
    char *text = g_malloc(CHUNK);
    gsize len;

    while ((len = fread(text, 1, CHUNK, file)) > 0) {
        const gsize lines = whole_lines(text, len);
        if (lines == 0)
            break;
        secrets_wtap_callback(SECRETS_TYPE_TLS, text, (guint)lines);
        given += (gint64)lines;
        if (fseeko(file, given, SEEK_SET) != 0)
            break;
    }
    legacyssl_wipe(text, CHUNK);
    g_free(text);
}

void builtin_keylog_give(void)
{
    const char *path = preferences_keylog_for_builtin();
    const gint64 size = path != NULL ? size_of(path) : -1;

    if (size < given) /* it was replaced */
        given = 0;
    if (size <= given)
        return;
    FILE *file = g_fopen(path, "rb");
    if (file == NULL)
        return;
    if (fseeko(file, given, SEEK_SET) == 0)
        give_lines(file);
    fclose(file);
}

void builtin_keylog_cleanup(void)
{
    given = 0;
}
