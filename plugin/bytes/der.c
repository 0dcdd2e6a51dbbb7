/* der.c - reading ASN.1 in DER (X.690), one element after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes/der.h"

#define HEADER 2
#define LONG_LENGTH 0x80
#define LONG_TAG 0x1f /* a tag number of more than one byte: nothing that is read here has one */
#define MAX_LENGTH_BYTES 3

/* The bytes before the content, and into *len those of the content; 0 if the length is not DER's.
 */
static gsize header_size(struct legacyssl_bytes bytes, gsize *len)
{
    const gsize more = bytes.data[1] & (LONG_LENGTH - 1);

    *len = bytes.data[1];
    if (*len < LONG_LENGTH)
        return HEADER;
    if (more == 0 || more > MAX_LENGTH_BYTES || HEADER + more > bytes.len)
        return 0;
    *len = 0;
    for (gsize i = 0; i < more; i++)
        *len = *len << 8 | bytes.data[HEADER + i];
    return HEADER + more;
}

gboolean der_take(struct legacyssl_bytes *rest, struct der_element *element)
{
    gsize len;

    if (rest->len < HEADER || (rest->data[0] & LONG_TAG) == LONG_TAG)
        return FALSE;
    const gsize header = header_size(*rest, &len);
    if (header == 0 || len > rest->len - header)
        return FALSE;
    element->tag = rest->data[0];
    element->whole = (struct legacyssl_bytes){rest->data, header + len};
    element->content = (struct legacyssl_bytes){rest->data + header, len};
    rest->data += header + len;
    rest->len -= header + len;
    return TRUE;
}

gboolean der_take_tagged(struct legacyssl_bytes *rest, guint8 tag, struct der_element *element)
{
    struct legacyssl_bytes after = *rest;

    if (!der_take(&after, element) || element->tag != tag)
        return FALSE;
    *rest = after;
    return TRUE;
}
