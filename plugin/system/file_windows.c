/* file_windows.c - files as Windows has them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "system/file.h"

#include <windows.h>

#define SHARED (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

#define TICKS 10000000 /* of a FILETIME in a second */

struct file {
    HANDLE handle;
};

static const char *last_error(void)
{
    gchar *text = g_win32_error_message((gint)GetLastError());
    const char *kept = g_intern_string(text);

    g_free(text);
    return kept;
}

static const char *open_with(const char *path, DWORD access, DWORD disposition, struct file **file)
{
    wchar_t *wide = (wchar_t *)g_utf8_to_utf16(path, -1, NULL, NULL, NULL);
    HANDLE handle = INVALID_HANDLE_VALUE;

    *file = NULL;
    SetLastError(ERROR_INVALID_NAME);
    if (wide != NULL)
        handle = CreateFileW(wide, access, SHARED, NULL, disposition, FILE_ATTRIBUTE_NORMAL, NULL);
    const char *error = handle == INVALID_HANDLE_VALUE ? last_error() : NULL;
    g_free(wide);
    if (error != NULL)
        return error;
    *file = g_new(struct file, 1);
    (*file)->handle = handle;
    return NULL;
}

static guint64 joined(DWORD high, DWORD low)
{
    return (guint64)high << 32 | low;
}

static const char *look_at(HANDLE handle, struct file_state *state)
{
    BY_HANDLE_FILE_INFORMATION facts;

    if (GetFileType(handle) != FILE_TYPE_DISK)
        return "it is not a regular file";
    if (!GetFileInformationByHandle(handle, &facts))
        return last_error();
    const guint64 modified =
        joined(facts.ftLastWriteTime.dwHighDateTime, facts.ftLastWriteTime.dwLowDateTime);
    *state = (struct file_state){
        .size = joined(facts.nFileSizeHigh, facts.nFileSizeLow),
        .identity = {facts.dwVolumeSerialNumber, joined(facts.nFileIndexHigh, facts.nFileIndexLow)},
        .modified = {(gint64)(modified / TICKS), (gint64)(modified % TICKS)},
    };
    return NULL;
}

const char *file_look(const char *path, struct file_state *state)
{
    struct file *file;
    const char *error = file_open(path, &file);

    if (error == NULL)
        error = look_at(file->handle, state);
    file_close(file);
    return error;
}

const char *file_open(const char *path, struct file **file)
{
    return open_with(path, GENERIC_READ, OPEN_EXISTING, file);
}

gssize file_read(const struct file *file, void *bytes, gsize len, guint64 offset)
{
    OVERLAPPED place = {.Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32)};
    DWORD got = 0;

    if (ReadFile(file->handle, bytes, (DWORD)MIN(len, G_MAXINT32), &got, &place))
        return (gssize)got;
    return GetLastError() == ERROR_HANDLE_EOF ? 0 : -1;
}

const char *file_create(const char *path, struct file **file)
{
    return open_with(path, GENERIC_WRITE, CREATE_ALWAYS, file);
}

const char *file_append(struct file *file, const void *bytes, gsize len)
{
    DWORD written = 0;

    if (len > G_MAXINT32 || !WriteFile(file->handle, bytes, (DWORD)len, &written, NULL))
        return last_error();
    return NULL;
}

void file_close(struct file *file)
{
    if (file == NULL)
        return;
    CloseHandle(file->handle);
    g_free(file);
}
