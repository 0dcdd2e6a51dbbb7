/* recognise.h - whether bytes are the beginning of one of our protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RECOGNISE_H
#define LEGACYSSL_RECOGNISE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* What the first bytes of a TCP segment are. */
enum hello {
    HELLO_NONE,
    HELLO_SSL2_CLIENT, /* an SSL 2.0 CLIENT-HELLO of version 2 */
    HELLO_SSL2_FORMAT, /* one of a later version: the server's answer tells what it becomes */
    HELLO_SSL2_SERVER, /* an SSL 2.0 SERVER-HELLO */
    HELLO_PCT1_CLIENT, /* a PCT CLIENT_HELLO in PCT's own format */
    HELLO_PCT1_SERVER, /* a PCT SERVER_HELLO, or at a stream's beginning an ERROR in its place */
};

/* Whether a TCP segment begins with an SSL 3.0 or TLS hello: what of its headers is there must be of
 * one. `*sender` is who says it, the client where that can't be seen yet. */
gboolean recognise_tls_hello(struct legacyssl_bytes bytes, enum legacyssl_side *sender);

/* All length fields that are there must agree with each other, so that other traffic isn't taken
 * for a hello. With fewer bytes than the header of the message: HELLO_NONE, unless is_first_byte
 * (of the TCP stream), when five will do. */
enum hello recognise_hello(struct legacyssl_bytes bytes, gboolean is_first_byte);

/* How many bytes tell a hello from what is none, at the beginning of a stream. */
#define HELLO_LEAST 5

/* Whether fewer than HELLO_LEAST bytes can be the beginning of a client's hello. */
gboolean recognise_beginning(struct legacyssl_bytes bytes);

/* Whether a message, without record header, is one that a new handshake can begin with for either
 * side: a hello, or the server's ERROR in place of one. */
gboolean recognise_pct1_hello(struct legacyssl_bytes message);

/* Whether a message, without record header, is how a PCT server answers: SERVER_HELLO or ERROR. */
gboolean recognise_pct1_answer(struct legacyssl_bytes message);

#endif
