/* bytes_hash.h - a hash of bytes that others choose
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_BYTES_HASH_H
#define LEGACYSSL_BYTES_HASH_H

#include <glib.h>

/* For tables of GBytes. That of GLib is the same for all bytes that somebody makes so, and a table of
 * them a list. */
guint bytes_hash(gconstpointer bytes);

#endif
