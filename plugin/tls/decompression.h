/* decompression.h - compression of SSL 3.0 and TLS 1.0 (RFC 3749)
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * DEFLATE by zlib, and what OpenSSL calls run length encoding.
 */
#ifndef LEGACYSSL_DECOMPRESSION_H
#define LEGACYSSL_DECOMPRESSION_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* What came of a record. */
enum decompression {
    DECOMPRESSED,
    DECOMPRESSION_LOST,     /* it refers to records that are missing */
    DECOMPRESSION_UNKNOWN,  /* nobody here knows the method */
    DECOMPRESSION_DAMAGED,  /* the data are none of that method, or longer than a record may be */
    DECOMPRESSION_TOO_MUCH, /* what it decompresses to is not kept: it is many times the capture */
};

/* One sender's compression state: it runs on from record to record. */
struct decompressor;

/* A new state; freed with the file or before. NULL may be freed. */
struct decompressor *decompressor_new(guint8 method);
void decompressor_free(struct decompressor *decompressor);

/* A record was not decompressed: none that follows can be, where each refers to those before. NULL
 * is allowed. */
void decompressor_lose(struct decompressor *decompressor);

/* Decompress one record. The result is in file scope, because no later visit can make it again. It is
 * at most 2^14 bytes (RFC 2246 6.2.2). */
enum decompression decompressor_run(struct decompressor *decompressor,
                                    struct legacyssl_bytes compressed,
                                    struct legacyssl_bytes *plain);

/* The name of a method, or NULL. */
const char *decompression_method_name(guint8 method);

/* Free all states, at the end of each file. */
void decompression_cleanup(void);

#endif
