/* record_title.h - what a collapsed record says
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RECORD_TITLE_H
#define LEGACYSSL_RECORD_TITLE_H

#include "wireshark/compat.h"

/* A record in `tree`, whose record layer is called `name`, with what it holds yet to be told. Returns
 * its own tree. */
proto_tree *record_title_draw(proto_tree *tree, tvbuff_t *tvb, const char *name);

/* What it holds, as the built-in writes it: "SSLv2 Record Layer: Client Hello". */
void record_title_add(proto_tree *record, const char *what);

/* What has been added belongs to `protocol`: "... Application Data Protocol: Hypertext Transfer
 * Protocol"; NULL: that is not known. */
void record_title_go_on(proto_tree *record, const char *protocol);

/* An encrypted one of that kind: "TLSv1 Record Layer: Encrypted Handshake". */
void record_title_add_encrypted(proto_tree *record, const char *kind);

/* The same for a message or whatever else belongs to `protocol`: "Handshake Protocol: Finished". */
void record_title_add_protocol(proto_tree *record, const char *protocol, const char *what);

#endif
