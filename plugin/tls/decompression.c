/* decompression.c - compression of SSL 3.0 and TLS 1.0 (RFC 3749)
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/decompression.h"

#include "bytes/file_scope.h"

#include <zlib.h>

#define MAX_PLAINTEXT 16384

/* What is decompressed is kept, and can be a thousand times as long: so much is kept of a file, and
 * so many times of what each sender sends. */
#define FILE_KEEPS (8 << 20)
#define KEPT_PER_BYTE 8

#define RLE_STORED 0 /* the only thing that OpenSSL's method does: the bytes as they are, behind this */

/* RFC 3749 2, RFC 3943 2; 224 to 255 are for private use, and the first of them is OpenSSL's. */
enum method { DEFLATE = 1, LZS = 64, RLE = 224 };

static const value_string methods[] = {
    {DEFLATE, "DEFLATE"},
    {LZS, "LZS"},
    {RLE, "OpenSSL's run length encoding"},
    {0, NULL},
};

struct decompressor {
    guint8 method;
    z_stream stream;
    enum decompression state; /* once it fails it goes on failing */
    gsize may_keep;           /* bytes */
};

static GPtrArray *decompressors;
static gsize file_may_keep = FILE_KEEPS;

static void close_decompressor(gpointer data)
{
    struct decompressor *decompressor = data;

    if (decompressor->method == DEFLATE)
        inflateEnd(&decompressor->stream);
    g_free(decompressor);
}

struct decompressor *decompressor_new(guint8 method)
{
    struct decompressor *decompressor = g_new0(struct decompressor, 1);

    decompressor->method = method;
    if (method == DEFLATE && inflateInit(&decompressor->stream) != Z_OK)
        decompressor->state = DECOMPRESSION_UNKNOWN;
    if (decompressors == NULL)
        decompressors = g_ptr_array_new_with_free_func(close_decompressor);
    g_ptr_array_add(decompressors, decompressor);
    return decompressor;
}

void decompressor_free(struct decompressor *decompressor)
{
    if (decompressor != NULL)
        g_ptr_array_remove_fast(decompressors, decompressor);
}

void decompressor_lose(struct decompressor *decompressor)
{
    if (decompressor != NULL && decompressor->method == DEFLATE &&
        decompressor->state == DECOMPRESSED)
        decompressor->state = DECOMPRESSION_LOST;
}

static gboolean pay_for(struct decompressor *decompressor, gsize len)
{
    const gsize own = MIN(decompressor->may_keep, len);

    if (len - own > file_may_keep)
        return FALSE;
    decompressor->may_keep -= own;
    file_may_keep -= len - own;
    return TRUE;
}

static enum decompression inflate_record(struct decompressor *decompressor,
                                         struct legacyssl_bytes compressed,
                                         struct legacyssl_bytes *plain)
{
    z_stream *stream = &decompressor->stream;
    guint8 buffer[MAX_PLAINTEXT];

    stream->next_in = (Bytef *)compressed.data;
    stream->avail_in = (uInt)compressed.len;
    stream->next_out = buffer;
    stream->avail_out = sizeof buffer;
    const int result = inflate(stream, Z_SYNC_FLUSH);
    if ((result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) ||
        stream->avail_in != 0)
        return DECOMPRESSION_DAMAGED;
    if (!pay_for(decompressor, sizeof buffer - stream->avail_out))
        return DECOMPRESSION_TOO_MUCH;
    *plain = file_scope_bytes((struct legacyssl_bytes){buffer, sizeof buffer - stream->avail_out});
    return DECOMPRESSED;
}

static enum decompression copy_stored(struct legacyssl_bytes compressed,
                                      struct legacyssl_bytes *plain)
{
    if (compressed.len == 0 || compressed.data[0] != RLE_STORED ||
        compressed.len - 1 > MAX_PLAINTEXT)
        return DECOMPRESSION_DAMAGED;
    *plain = file_scope_bytes((struct legacyssl_bytes){compressed.data + 1, compressed.len - 1});
    return DECOMPRESSED;
}

/* What is too much for memory is no failure: later records refer to it all the same. */
static enum decompression run_deflate(struct decompressor *decompressor,
                                      struct legacyssl_bytes compressed,
                                      struct legacyssl_bytes *plain)
{
    decompressor->may_keep += KEPT_PER_BYTE * compressed.len;
    const enum decompression result = inflate_record(decompressor, compressed, plain);
    if (result != DECOMPRESSION_TOO_MUCH)
        decompressor->state = result;
    return result;
}

enum decompression decompressor_run(struct decompressor *decompressor,
                                    struct legacyssl_bytes compressed,
                                    struct legacyssl_bytes *plain)
{
    if (decompressor->state != DECOMPRESSED)
        return decompressor->state;
    switch (decompressor->method) {
    case DEFLATE:
        return run_deflate(decompressor, compressed, plain);
    case RLE:
        return copy_stored(compressed, plain);
    default:
        return DECOMPRESSION_UNKNOWN;
    }
}

const char *decompression_method_name(guint8 method)
{
    return try_val_to_str(method, methods);
}

void decompression_cleanup(void)
{
    if (decompressors != NULL)
        g_ptr_array_free(decompressors, TRUE);
    decompressors = NULL;
    file_may_keep = FILE_KEEPS;
}
