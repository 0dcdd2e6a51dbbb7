/* capture_file.h - a pcapng file that is written as packets come
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CAPTURE_FILE_H
#define LEGACYSSL_CAPTURE_FILE_H

#include "wireshark/compat.h"

struct capture_file;

/* An empty one, of Ethernet frames and of what else is copied into it. NULL, and the user is told why,
 * if it can't be opened. */
struct capture_file *capture_file_open(const char *path);

/* An Ethernet frame. `comment` may be NULL. When one can't be written, the user is told once and no more
 * are tried: so with all that follows. */
void capture_file_write(struct capture_file *file, const nstime_t *time, const guint8 *frame,
                        guint32 len, const char *comment);

/* The packet at hand, as the capture has it. */
void capture_file_copy(struct capture_file *file, const packet_info *pinfo, tvbuff_t *frame);

/* What was written is to be in the file now. */
void capture_file_flush(struct capture_file *file);

/* FALSE, and the user has been told: not all is in it. */
gboolean capture_file_close(struct capture_file *file);

#endif
