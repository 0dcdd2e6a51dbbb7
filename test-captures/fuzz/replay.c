/* replay.c - gives a fuzz target the files of a folder, in place of libFuzzer
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "input.h"

#include <glib.h>

/* Not every target has one. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc G_GNUC_UNUSED, char ***argv G_GNUC_UNUSED)
{
    return 0;
}

static void replay(const char *folder, const char *name)
{
    gchar *path = g_build_filename(folder, name, NULL), *content;
    gsize len;

    g_assert_true(g_file_get_contents(path, &content, &len, NULL));
    g_assert_cmpint(LLVMFuzzerTestOneInput((const uint8_t *)content, len), ==, 0);
    g_free(content);
    g_free(path);
}

int main(int argc, char **argv)
{
    const char *name;
    unsigned count = 0;

    LLVMFuzzerInitialize(&argc, &argv);
    g_assert_cmpint(argc, ==, 2);
    GDir *folder = g_dir_open(argv[1], 0, NULL);
    g_assert_nonnull(folder);
    for (; (name = g_dir_read_name(folder)) != NULL; count++)
        replay(argv[1], name);
    g_dir_close(folder);
    g_assert_cmpuint(count, >, 0);
    return 0;
}
