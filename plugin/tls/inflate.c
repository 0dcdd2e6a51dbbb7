/* inflate.c - TLS compression with DEFLATE (RFC 3749), by zlib
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/inflate.h"

#include "state/conversation.h"
#include "bytes/file_scope.h"

#include <zlib.h>

#define MAX_PLAINTEXT 16384

struct inflater {
    z_stream stream;
    gboolean is_broken;
    gboolean has_lost;
};

static GPtrArray *inflaters;

static void close_inflater(gpointer data)
{
    struct inflater *inflater = data;

    inflateEnd(&inflater->stream);
    g_free(inflater);
}

struct inflater *inflater_new(void)
{
    struct inflater *inflater = g_new0(struct inflater, 1);

    if (inflaters == NULL)
        inflaters = g_ptr_array_new_with_free_func(close_inflater);
    inflater->is_broken = inflateInit(&inflater->stream) != Z_OK;
    g_ptr_array_add(inflaters, inflater);
    return inflater;
}

void inflater_free(struct inflater *inflater)
{
    if (inflater != NULL)
        g_ptr_array_remove_fast(inflaters, inflater);
}

void inflater_lose(struct inflater *inflater)
{
    if (inflater != NULL)
        inflater->has_lost = TRUE;
}

gboolean inflater_has_lost(const struct inflater *inflater)
{
    return inflater->has_lost;
}

gboolean inflater_run(struct inflater *inflater, struct legacyssl_bytes compressed,
                      struct legacyssl_bytes *plain)
{
    guint8 buffer[MAX_PLAINTEXT];
    z_stream *stream = &inflater->stream;

    if (inflater->is_broken)
        return FALSE;
    stream->next_in = (Bytef *)compressed.data;
    stream->avail_in = (uInt)compressed.len;
    stream->next_out = buffer;
    stream->avail_out = sizeof buffer;
    const int result = inflate(stream, Z_SYNC_FLUSH);
    inflater->is_broken = (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) ||
                          stream->avail_in != 0;
    if (inflater->is_broken)
        return FALSE;
    *plain = file_scope_bytes((struct legacyssl_bytes){buffer, sizeof buffer - stream->avail_out});
    return TRUE;
}

void inflate_cleanup(void)
{
    if (inflaters != NULL)
        g_ptr_array_free(inflaters, TRUE);
    inflaters = NULL;
}
