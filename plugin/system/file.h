/* file.h - files as each operating system has them: read at any place, or written for their owner
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Paths are as GLib has them (UTF-8 on Windows), sizes and places have 64 bits, and bytes stay what
 * they are. While a file is open here, others may write, replace and remove it. What goes wrong is
 * told as a text that stays valid.
 */
#ifndef LEGACYSSL_FILE_H
#define LEGACYSSL_FILE_H

#include <glib.h>

struct file;

/* What can be told of a file without reading it. */
struct file_state {
    guint64 size;
    struct file_identity {
        guint64 volume, number;
    } identity; /* the same as long as it is the same file, however it is called */
    struct file_time {
        gint64 seconds, fraction;
    } modified;
};

/* Of the regular file at `path`: nothing else can be read again. NULL if there is one, else what
 * is wrong. Never waits. */
const char *file_look(const char *path, struct file_state *state);

/* Open for reading. NULL if all is well, else what is wrong, with *file NULL. Never waits, not even
 * for somebody who writes into a FIFO. */
const char *file_open(const char *path, struct file **file);

/* Up to `len` bytes that stand at `offset`. Returns how many there were, fewer only at the end;
 * -1 if they can't be read. */
gssize file_read(const struct file *file, void *bytes, gsize len, guint64 offset);

/* A new file, or an old one emptied, for writing; a new one is its owner's alone. NULL if all is
 * well, else what is wrong, with *file NULL. */
const char *file_create(const char *path, struct file **file);

/* Append all bytes, with no copy of them kept. NULL if all is well, else what is wrong. */
const char *file_append(struct file *file, const void *bytes, gsize len);

/* NULL is none. */
void file_close(struct file *file);

#endif
