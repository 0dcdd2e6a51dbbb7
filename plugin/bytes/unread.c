/* unread.c - bytes of a stream that wait for more
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes/unread.h"

gsize unread_len(const struct unread *unread)
{
    return unread->bytes != NULL ? wmem_array_get_count(unread->bytes) : 0;
}

struct legacyssl_bytes unread_add(struct unread *unread, struct legacyssl_bytes piece)
{
    if (unread->bytes == NULL)
        return piece;
    wmem_array_append(unread->bytes, piece.data, (guint)piece.len);
    return (struct legacyssl_bytes){wmem_array_get_raw(unread->bytes), unread_len(unread)};
}

void unread_done(struct unread *unread, struct legacyssl_bytes all, gsize done)
{
    struct unread rest = {NULL};

    if (done == 0 && unread->bytes != NULL)
        return;
    if (done < all.len) {
        rest.bytes = wmem_array_sized_new(wmem_file_scope(), 1, (guint)(all.len - done));
        wmem_array_append(rest.bytes, all.data + done, (guint)(all.len - done));
    }
    unread_drop(unread);
    *unread = rest;
}

void unread_drop(struct unread *unread)
{
    if (unread->bytes != NULL)
        wmem_destroy_array(unread->bytes);
    unread->bytes = NULL;
}
