/* file_windows.c - files as Windows has them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "system/file.h"

#include <windows.h>

#define SHARED (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

#define TICKS 10000000 /* of a FILETIME in a second */

static const char not_regular[] = "it is not a regular file";

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

/* What gives a new file to this process's user alone, whatever its folder would hand down. */
struct owner_only {
    union {
        TOKEN_USER user;
        BYTE room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } owner;
    union {
        ACL list;
        BYTE room[sizeof(ACL) + sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE];
    } allowed;
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_ATTRIBUTES attributes;
};

static gboolean find_owner(struct owner_only *only)
{
    HANDLE token;
    DWORD size;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return FALSE;
    const BOOL found =
        GetTokenInformation(token, TokenUser, &only->owner, (DWORD)sizeof only->owner, &size);
    CloseHandle(token);
    return found != 0;
}

static SECURITY_ATTRIBUTES *make_owner_only(struct owner_only *only)
{
    ACL *const list = &only->allowed.list;
    SECURITY_DESCRIPTOR *const descriptor = &only->descriptor;

    if (!find_owner(only) || !InitializeAcl(list, (DWORD)sizeof only->allowed, ACL_REVISION) ||
        !AddAccessAllowedAce(list, ACL_REVISION, FILE_ALL_ACCESS, only->owner.user.User.Sid) ||
        !InitializeSecurityDescriptor(descriptor, SECURITY_DESCRIPTOR_REVISION) ||
        !SetSecurityDescriptorDacl(descriptor, TRUE, list, FALSE) ||
        !SetSecurityDescriptorControl(descriptor, SE_DACL_PROTECTED, SE_DACL_PROTECTED))
        return NULL;
    only->attributes = (SECURITY_ATTRIBUTES){.nLength = (DWORD)sizeof only->attributes,
                                             .lpSecurityDescriptor = descriptor};
    return &only->attributes;
}

static gboolean is_folder(const wchar_t *path)
{
    const DWORD facts = GetFileAttributesW(path);

    return facts != INVALID_FILE_ATTRIBUTES && (facts & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

static const char *open_with(const char *path, DWORD access, DWORD disposition,
                             SECURITY_ATTRIBUTES *security, struct file **file)
{
    wchar_t *wide = (wchar_t *)g_utf8_to_utf16(path, -1, NULL, NULL, NULL);
    HANDLE handle = INVALID_HANDLE_VALUE;

    *file = NULL;
    SetLastError(ERROR_INVALID_NAME);
    if (wide != NULL)
        handle =
            CreateFileW(wide, access, SHARED, security, disposition, FILE_ATTRIBUTE_NORMAL, NULL);
    const char *error = handle == INVALID_HANDLE_VALUE ? last_error() : NULL;
    if (error != NULL && wide != NULL && is_folder(wide))
        error = not_regular; /* not only that access is denied */
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
        return not_regular;
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
    return open_with(path, GENERIC_READ, OPEN_EXISTING, NULL, file);
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
    struct owner_only only;
    SECURITY_ATTRIBUTES *security = make_owner_only(&only);

    *file = NULL;
    if (security == NULL)
        return last_error();
    return open_with(path, GENERIC_WRITE, CREATE_ALWAYS, security, file);
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
