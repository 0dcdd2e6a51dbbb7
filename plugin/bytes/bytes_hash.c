/* bytes_hash.c - a hash of bytes that others choose
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes/bytes_hash.h"

#include <epan/packet.h>

guint bytes_hash(gconstpointer bytes)
{
    gsize len;
    const guint8 *data = g_bytes_get_data((GBytes *)bytes, &len);

    return wmem_strong_hash(data, len);
}
