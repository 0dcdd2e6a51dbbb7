/* watched.c - a key log that others write to while it is read, on POSIX and on Windows alike
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _XOPEN_SOURCE 700 /* for fseeko */
#define _FILE_OFFSET_BITS 64

#include "secrets/keylog/keylog.h"
#include "system/file.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "../../kdf/test/with_cmocka.h"

#define RANDOM_SIZE 32
#define SECRET_SIZE 48
#define BEYOND_32_BITS ((gint64)5 << 30)

static char *folder, *path;
static struct keylog *watched;

/* A line whose random consists of bytes `number`, its secret of the next. */
static char *line_of(guint number)
{
    GString *line = g_string_new("CLIENT_RANDOM ");

    for (guint i = 0; i < RANDOM_SIZE; i++)
        g_string_append_printf(line, "%02x", number);
    g_string_append_c(line, ' ');
    for (guint i = 0; i < SECRET_SIZE; i++)
        g_string_append_printf(line, "%02x", number + 1);
    return g_string_free(line, FALSE);
}

/* Not g_fopen: GLib may have another C library's FILE there. */
static FILE *open_path(const char *mode)
{
#ifdef _WIN32
    wchar_t *wide_path = (wchar_t *)g_utf8_to_utf16(path, -1, NULL, NULL, NULL);
    wchar_t *wide_mode = (wchar_t *)g_utf8_to_utf16(mode, -1, NULL, NULL, NULL);
    FILE *file = _wfopen(wide_path, wide_mode);

    g_free(wide_path);
    g_free(wide_mode);
    return file;
#else
    return fopen(path, mode);
#endif
}

static void write_at(const char *mode, gint64 offset, const char *bytes, gsize len)
{
    FILE *file = open_path(mode);

    assert_non_null(file);
    if (offset != 0)
        assert_int_equal(fseeko(file, offset, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void write_line(const char *mode, guint number, const char *end)
{
    char *line = line_of(number);
    char *whole = g_strconcat(line, end, NULL);

    write_at(mode, 0, whole, strlen(whole));
    g_free(whole);
    g_free(line);
}

static gboolean has(guint number)
{
    struct keylog_secret secret;
    guint8 random[RANDOM_SIZE];

    memset(random, (int)number, sizeof random);
    keylog_refresh(watched);
    return keylog_find(watched, KEYLOG_CLIENT_RANDOM, random, sizeof random, &secret) &&
           secret.secret_len == SECRET_SIZE && secret.secret[0] == number + 1;
}

static int begin(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("legacyssl-XXXXXX", NULL);
    path = g_build_filename(folder, "schl\303\274ssel \346\227\245\346\234\254.log", NULL);
    watched = keylog_new(path);
    return 0;
}

static int end(void **state)
{
    (void)state;
    keylog_free(watched);
    g_remove(path);
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
    return 0;
}

static void is_read_on_as_it_grows(void **state)
{
    (void)state;
    assert_false(has(1));
    assert_non_null(keylog_error(watched));
    write_line("wb", 1, "\n");
    assert_true(has(1));
    assert_null(keylog_error(watched));
    write_line("ab", 2, "\n");
    assert_true(has(2) && has(1));
    const guint forgotten = keylog_times_forgotten(watched);
    write_line("ab", 3, ""); /* its end is yet to come */
    has(3);
    write_at("ab", 0, "\n", 1);
    assert_true(has(3) && has(1));
    assert_int_equal(keylog_times_forgotten(watched), forgotten);
}

static void is_read_anew_when_another_takes_its_place(void **state)
{
    char *away = g_strconcat(path, ".1", NULL);

    (void)state;
    write_line("wb", 1, "\n");
    assert_true(has(1));
    assert_int_equal(g_rename(path, away), 0);
    assert_false(has(1));
    assert_non_null(keylog_error(watched));
    write_line("wb", 2, "\n");
    assert_true(has(2));
    assert_false(has(1));
    assert_int_equal(g_remove(away), 0);
    g_free(away);
}

#ifndef _WIN32 /* what is removed goes there when nobody has it open any more; Wine opens it until \
                  then */
static void is_forgotten_when_removed(void **state)
{
    (void)state;
    write_line("wb", 1, "\n");
    assert_true(has(1));
    assert_int_equal(g_remove(path), 0);
    assert_false(has(1));
    assert_non_null(keylog_error(watched));
}
#endif

static void is_read_anew_when_emptied(void **state)
{
    (void)state;
    write_line("wb", 1, "\n");
    write_line("ab", 2, "\n");
    assert_true(has(2));
    write_line("wb", 3, "\n");
    assert_true(has(3));
    assert_false(has(1) || has(2));
}

static void is_read_anew_when_written_over(void **state)
{
    (void)state;
    write_line("wb", 1, "\n");
    assert_true(has(1));
    g_usleep(G_USEC_PER_SEC / 20); /* systems' clocks have ticks */
    write_line("r+b", 2, "\n");
    assert_true(has(2));
    assert_false(has(1));
}

/* Places are those of the bytes: neither CR LF nor what was once the end of a text shifts them. */
static void has_every_byte(void **state)
{
    (void)state;
    write_at("wb", 0, "# \032 and after it\r\n\r\n", 20);
    write_line("ab", 1, "\r\n");
    write_line("ab", 2, "\n");
    assert_true(has(1) && has(2));
}

static void is_read_beyond_32_bits(void **state)
{
    struct file *file;
    struct file_state facts;
    char got[16];

    (void)state;
    write_line("wb", 1, "\n");
    write_at("r+b", BEYOND_32_BITS, "far away", 8);
    assert_null(file_look(path, &facts));
    assert_int_equal(facts.size, BEYOND_32_BITS + 8);
    assert_null(file_open(path, &file));
    assert_int_equal(file_read(file, got, sizeof got, (guint64)BEYOND_32_BITS), 8);
    assert_memory_equal(got, "far away", 8);
    assert_int_equal(file_read(file, got, sizeof got, (guint64)BEYOND_32_BITS + 8), 0);
    file_close(file);
}

static void is_a_regular_file(void **state)
{
    struct file_state facts;

    (void)state;
    assert_non_null(file_look(folder, &facts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_read_on_as_it_grows, begin, end),
        cmocka_unit_test_setup_teardown(is_read_anew_when_another_takes_its_place, begin, end),
#ifndef _WIN32
        cmocka_unit_test_setup_teardown(is_forgotten_when_removed, begin, end),
#endif
        cmocka_unit_test_setup_teardown(is_read_anew_when_emptied, begin, end),
        cmocka_unit_test_setup_teardown(is_read_anew_when_written_over, begin, end),
        cmocka_unit_test_setup_teardown(has_every_byte, begin, end),
        cmocka_unit_test_setup_teardown(is_read_beyond_32_bits, begin, end),
        cmocka_unit_test_setup_teardown(is_a_regular_file, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
