/* keylog_cursor.h - words and hexadecimal values of a key log's line, one after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the next thing is not what is asked for the answer is FALSE, and only keylog_take_hex may
 * have written to its buffer.
 */
#ifndef LEGACYSSL_KEYLOG_CURSOR_H
#define LEGACYSSL_KEYLOG_CURSOR_H

#include <glib.h>

/* What is left of a line: any bytes. */
struct cursor {
    const char *at, *end;
};

void keylog_skip_blanks(struct cursor *c);

/* These characters. */
gboolean keylog_take_word(struct cursor *c, const char *word);

/* A whole word: followed by a blank, which is skipped, or by the end. */
gboolean keylog_take_label(struct cursor *c, const char *label);

/* Hexadecimal digits up to a blank or the end. FALSE if they are none, odd or more than `max`
 * bytes. */
gboolean keylog_take_hex(struct cursor *c, guint8 *out, gsize max, gsize *len);

#endif
