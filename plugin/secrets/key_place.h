/* key_place.h - where a secret was found, in a form that is small until somebody reads it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEY_PLACE_H
#define LEGACYSSL_KEY_PLACE_H

#include "wireshark/compat.h"

struct key_place {
    const char *name;    /* of a file, or of what else it is; in file scope. NULL: nowhere */
    guint64 line;        /* of the file, from 1; 0: it is none */
    guint32 frame;       /* of the earlier connection whose session this is; 0: of none */
    bool is_session : 1; /* the secret is of more lines than one */
    bool is_keys : 1;    /* no secret, but the keys themselves */
};

/* For legacyssl.key_source, in `pool`. */
const char *key_place_text(wmem_allocator_t *pool, const struct key_place *place);

/* The same without line and frame, for statistics. */
const char *key_place_origin(const struct key_place *place);

#endif
