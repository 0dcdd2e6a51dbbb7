/* unread.h - bytes of a stream that wait for more
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stream comes in pieces, and is read in units that do not end where those do: records out of
 * segments, messages out of records. What is not whole is kept in file scope until it is.
 */
#ifndef LEGACYSSL_UNREAD_H
#define LEGACYSSL_UNREAD_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct unread {
    wmem_array_t *bytes; /* NULL when nothing waits */
};

/* How many bytes wait. */
gsize unread_len(const struct unread *unread);

/* What waits and `piece` behind it, until the next call; just `piece`, and no copy, if nothing
 * waits. unread_done has to follow. */
struct legacyssl_bytes unread_add(struct unread *unread, struct legacyssl_bytes piece);

/* The first `done` bytes of `all`, which unread_add returned, are read: the rest waits. */
void unread_done(struct unread *unread, struct legacyssl_bytes all, gsize done);

/* Nothing waits any longer. */
void unread_drop(struct unread *unread);

#endif
