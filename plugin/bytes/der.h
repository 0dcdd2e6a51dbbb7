/* der.h - reading ASN.1 in DER (X.690), one element after the other
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_DER_H
#define LEGACYSSL_DER_H

#include <glib.h>

#include "legacyssl-kdf.h"

enum {
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_OBJECT_IDENTIFIER = 0x06,
    DER_SEQUENCE = 0x30,
    DER_CONTEXT = 0x80, /* [0] IMPLICIT; or with the tag's number */
    DER_CONTEXT_CONSTRUCTED = 0xa0,
};

struct der_element {
    guint8 tag;
    struct legacyssl_bytes whole;   /* with tag and length */
    struct legacyssl_bytes content; /* without */
};

/* Take the element at the front of *rest off it. FALSE, and *rest as it was, if none is there that
 * fits into it. Any bytes are allowed in. */
gboolean der_take(struct legacyssl_bytes *rest, struct der_element *element);

/* The same for an element that must have this tag. */
gboolean der_take_tagged(struct legacyssl_bytes *rest, guint8 tag, struct der_element *element);

#endif
