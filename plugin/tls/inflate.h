/* inflate.h - TLS compression with DEFLATE (RFC 3749), by zlib
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_INFLATE_H
#define LEGACYSSL_INFLATE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* One sender's compression state: it runs on from record to record. */
struct inflater;

/* A new state; freed with the file or before. NULL may be freed. */
struct inflater *inflater_new(void);
void inflater_free(struct inflater *inflater);

/* A record was not decompressed: none that follows can be, since each refers to those before. NULL
 * is allowed. */
void inflater_lose(struct inflater *inflater);
gboolean inflater_has_lost(const struct inflater *inflater);

/* Decompress one record. The result is in file scope, because no later visit can make it again;
 * FALSE if the data are damaged or longer than a record may be (RFC 2246 6.2.2: 2^14 bytes). */
gboolean inflater_run(struct inflater *inflater, struct legacyssl_bytes compressed,
                      struct legacyssl_bytes *plain);

/* Free all states, at the end of each file. */
void inflate_cleanup(void);

#endif
