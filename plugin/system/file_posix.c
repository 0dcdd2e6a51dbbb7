/* file_posix.c - files as POSIX has them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _XOPEN_SOURCE 700
#define _FILE_OFFSET_BITS 64
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* else there is no fraction of st_mtime */
#endif

#include "system/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __APPLE__
#define MODIFIED st_mtimespec
#else
#define MODIFIED st_mtim
#endif

#define OWNER_ONLY 0600

struct file {
    int descriptor;
};

const char *file_look(const char *path, struct file_state *state)
{
    struct stat status;

    if (fstatat(AT_FDCWD, path, &status, 0) != 0)
        return g_strerror(errno);
    if (!S_ISREG(status.st_mode))
        return "it is not a regular file";
    *state = (struct file_state){
        .size = (guint64)status.st_size,
        .identity = {(guint64)status.st_dev, (guint64)status.st_ino},
        .modified = {(gint64)status.MODIFIED.tv_sec, (gint64)status.MODIFIED.tv_nsec},
    };
    return NULL;
}

static const char *open_with(const char *path, int flags, struct file **file)
{
    const int descriptor = openat(AT_FDCWD, path, flags | O_CLOEXEC, OWNER_ONLY);

    *file = NULL;
    if (descriptor < 0)
        return g_strerror(errno);
    *file = g_new(struct file, 1);
    (*file)->descriptor = descriptor;
    return NULL;
}

const char *file_open(const char *path, struct file **file)
{
    return open_with(path, O_RDONLY | O_NONBLOCK, file);
}

gssize file_read(const struct file *file, void *bytes, gsize len, guint64 offset)
{
    return pread(file->descriptor, bytes, len, (off_t)offset);
}

const char *file_create(const char *path, struct file **file)
{
    return open_with(path, O_WRONLY | O_CREAT | O_TRUNC, file);
}

const char *file_append(struct file *file, const void *bytes, gsize len)
{
    const gssize written = write(file->descriptor, bytes, len);

    if (written == (gssize)len)
        return NULL;
    return g_strerror(written < 0 ? errno : ENOSPC);
}

void file_close(struct file *file)
{
    if (file == NULL)
        return;
    close(file->descriptor);
    g_free(file);
}
