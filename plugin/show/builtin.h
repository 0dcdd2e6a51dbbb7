/* builtin.h - what the built-in tls dissector draws for us
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_BUILTIN_H
#define LEGACYSSL_BUILTIN_H

#include "wireshark/compat.h"

void builtin_handoff(void);

/* Draw decrypted content as the built-in draws a cleartext record of that type: hellos with their
 * extensions, certificates, alerts, heartbeats. `content` is a whole message of at most 65535
 * bytes, else nothing happens. */
void builtin_draw(guint8 content_type, guint16 version, tvbuff_t *content, packet_info *pinfo,
                  proto_tree *tree);

#endif
