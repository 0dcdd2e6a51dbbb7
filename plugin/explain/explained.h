/* explained.h - the handshake that is explained, and where its inputs come from
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_EXPLAINED_H
#define LEGACYSSL_EXPLAINED_H

#include "secrets/security_parameters.h"

struct legacyssl_conversation;

/* One handshake of the capture. What it points to lives as long as the file. */
struct explained {
    guint number; /* of the capture's handshakes with keys, from 1: a line of -z legacyssl,keys */
    const struct legacyssl_conversation *conversation; /* NULL: the capture has not so many */
    const struct security_parameters *parameters;
    guint32 frame;        /* where the keys come into force */
    gboolean is_verified; /* by the MAC of a record */
};

/* What goes into the keys, by the specification's name. */
struct explained_input {
    const char *name;
    struct legacyssl_bytes bytes;
    char *origin; /* "ClientHello, frame 4" */
};

#define EXPLAINED_INPUTS 6

/* The inputs that there are, into `inputs`; what they point to is in `pool` or lives as long as the
 * file. Returns their number. */
guint explained_inputs(const struct explained *explained, wmem_allocator_t *pool,
                       struct explained_input inputs[EXPLAINED_INPUTS]);

/* "stream 0, 10.0.0.7:1025 to 10.0.0.1:443, keys from frame 8 on, full handshake, verified" */
char *explained_place(const struct explained *explained, wmem_allocator_t *pool);

#endif
