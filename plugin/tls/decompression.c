/* decompression.c - compression of SSL 3.0 and TLS 1.0 (RFC 3749)
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/decompression.h"

#include "bytes/file_scope.h"

#include <zlib.h>

#define MAX_PLAINTEXT 16384
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
};

static GPtrArray *decompressors;

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

static enum decompression inflate_record(z_stream *stream, struct legacyssl_bytes compressed,
                                         struct legacyssl_bytes *plain)
{
    guint8 buffer[MAX_PLAINTEXT];

    stream->next_in = (Bytef *)compressed.data;
    stream->avail_in = (uInt)compressed.len;
    stream->next_out = buffer;
    stream->avail_out = sizeof buffer;
    const int result = inflate(stream, Z_SYNC_FLUSH);
    if ((result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) ||
        stream->avail_in != 0)
        return DECOMPRESSION_DAMAGED;
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

enum decompression decompressor_run(struct decompressor *decompressor,
                                    struct legacyssl_bytes compressed,
                                    struct legacyssl_bytes *plain)
{
    if (decompressor->state != DECOMPRESSED)
        return decompressor->state;
    switch (decompressor->method) {
    case DEFLATE:
        decompressor->state = inflate_record(&decompressor->stream, compressed, plain);
        return decompressor->state;
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
}
