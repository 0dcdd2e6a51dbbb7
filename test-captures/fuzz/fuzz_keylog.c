/* fuzz_keylog.c - a key log file of any content, read at once and as it grows
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: where the file ends at first (two bytes), then the file.
 */
#include "input.h"

#include "secrets/keylog/keylog.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const enum keylog_kind kinds[] = {KEYLOG_CLIENT_RANDOM, KEYLOG_SESSION_ID,
                                         KEYLOG_PREMASTER_CLIENT_RANDOM,
                                         KEYLOG_PREMASTER_ENCRYPTED};

/* Whatever is found while the file grows is found in the whole file, too. */
static void compare_key(struct keylog *grown, struct keylog *whole, enum keylog_kind kind,
                        const guint8 *key, gsize len)
{
    struct keylog_secret one, other;

    if (!keylog_find(grown, kind, key, len, &one))
        return;
    ALWAYS(one.secret_len > 0 && one.secret_len <= sizeof one.secret);
    ALWAYS(one.key_arg_len <= sizeof one.key_arg);
    ALWAYS(keylog_find(whole, kind, key, len, &other));
    ALWAYS(one.secret_len == other.secret_len &&
           memcmp(one.secret, other.secret, one.secret_len) == 0 && one.line == other.line);
}

static void compare_line(struct keylog *grown, struct keylog *whole, const char *text, gsize len)
{
    char *copy = g_memdup2(text, len + (len == 0)); /* so that a step beside is seen */
    struct keylog_line line;

    const enum keylog_verdict verdict = keylog_parse_line(copy, len, &line);
    ALWAYS(verdict != KEYLOG_BAD || line.problem != NULL);
    if (verdict == KEYLOG_SECRET || verdict == KEYLOG_BLOCK_ID)
        for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
            compare_key(grown, whole, kinds[i], line.key, line.key_len);
    g_free(copy);
}

static void compare(struct keylog *grown, struct keylog *whole, const char *text, gsize size)
{
    struct keylog_secret secret;

    ALWAYS(keylog_session_count(grown) == keylog_session_count(whole));
    for (guint i = 0; i < keylog_session_count(whole); i++)
        keylog_session(whole, i, &secret);
    for (gsize start = 0; start < size;) {
        const char *end = memchr(text + start, '\n', size - start);
        const gsize len = end != NULL ? (gsize)(end - text) - start : size - start;
        compare_line(grown, whole, text + start, len);
        start += len + 1;
    }
}

static void append(int fd, const void *bytes, size_t len)
{
    ALWAYS(write(fd, bytes, len) == (ssize_t)len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    const size_t first = take_short(&in) % (in.left + 1);
    const int fd = memfd_create("keylog", MFD_CLOEXEC);
    char path[32];

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct keylog *grown = keylog_new(path), *whole = keylog_new(path);
    append(fd, in.at, first);
    keylog_refresh(grown);
    append(fd, in.at + first, in.left - first);
    keylog_refresh(grown);
    keylog_refresh(whole);
    compare(grown, whole, (const char *)in.at, in.left);
    keylog_free(grown);
    keylog_free(whole);
    close(fd);
    return 0;
}
