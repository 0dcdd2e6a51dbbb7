/* secret_memory.h - memory for secrets: it lives as long as the file and is wiped then
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SECRET_MEMORY_H
#define LEGACYSSL_SECRET_MEMORY_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* `len` bytes, zeros at first. */
void *secret_alloc(gsize len);

/* A copy of bytes in such memory; the same bytes are kept once. {NULL, 0} of none. */
struct legacyssl_bytes secret_memdup(struct legacyssl_bytes bytes);

/* Wipe and free all of it, at the end of each file. */
void secret_memory_cleanup(void);

#endif
