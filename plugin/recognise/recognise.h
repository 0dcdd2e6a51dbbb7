/* recognise.h - whether bytes are the beginning of one of our protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RECOGNISE_H
#define LEGACYSSL_RECOGNISE_H

#include <glib.h>

#include "legacyssl-kdf.h"
#include "ssl2/hello_proof.h"

/* What the first bytes of a TCP segment are. */
enum hello {
    HELLO_SSL2_CLIENT, /* an SSL 2.0 CLIENT-HELLO of version 2 */
    HELLO_SSL2_FORMAT, /* one of a later version: the server's answer tells what it becomes */
    HELLO_SSL2_SERVER, /* an SSL 2.0 SERVER-HELLO */
    HELLO_PCT1_CLIENT, /* a PCT CLIENT_HELLO in PCT's own format */
    HELLO_PCT1_SERVER, /* a PCT SERVER_HELLO ... */
    HELLO_PCT1_ERROR,  /* ... or an ERROR in its place */
    HELLOS
};

struct recognised {
    enum hello hello;
    enum hello_proof proof;
};

/* The hello that `bytes` prove best to be; any, and HELLO_IMPOSSIBLE, if they are none. */
struct recognised recognise_hello(struct legacyssl_bytes bytes);

/* More bytes than this prove a hello or are none. */
#define HELLO_LONGEST_DOUBT 82

/* Who says it. */
enum legacyssl_side hello_sender(enum hello hello);

/* What the conversation is, as far as the hello tells. */
enum legacyssl_protocol hello_protocol(enum hello hello);

/* Whether a TCP segment begins with an SSL 3.0 or TLS hello: what of its headers is there must be of
 * one. `*sender` is who says it, the client where that can't be seen yet. */
gboolean recognise_tls_hello(struct legacyssl_bytes bytes, enum legacyssl_side *sender);

/* Whether it begins with a packet of TDS (MS-TDS 2.2.3.1) that begins with a client's TLS hello, of
 * SSL 2.0's format or not: the headers of both must be there. */
gboolean recognise_tds_hello(struct legacyssl_bytes bytes);

#endif
