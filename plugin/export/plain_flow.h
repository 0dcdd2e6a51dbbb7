/* plain_flow.h - a conversation of ours written as TCP in the clear
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Its segments are of our making: the sequence numbers count the application's bytes, everything is
 * acknowledged, and nothing is longer than an Ethernet frame. Addresses, ports and times are the
 * conversation's own.
 */
#ifndef LEGACYSSL_PLAIN_FLOW_H
#define LEGACYSSL_PLAIN_FLOW_H

#include "export/capture_file.h"

#include "legacyssl-kdf.h"

struct plain_flow;

/* Of a client and a server between these ports, with sequence numbers of its own by `stream`. NULL if
 * they have no IP addresses. */
struct plain_flow *plain_flow_new(const address *client, const address *server,
                                  guint16 client_port, guint16 server_port, guint32 stream);

/* SYN, SYN-ACK and ACK; `comment` is the first packet's. */
void plain_flow_begin(struct plain_flow *flow, struct capture_file *file, const nstime_t *when,
                      const char *comment);

/* What `side` says, and the other side's acknowledgement. */
void plain_flow_data(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side,
                     const guint8 *data, gsize len, const nstime_t *when);

/* So many bytes of the side's are missing here. */
void plain_flow_gap(struct plain_flow *flow, enum legacyssl_side side, gsize missing);

/* The side's FIN. It is written when nothing can follow any more: the other side has ended as well, or
 * plain_flow_close. A FIN can come before segments that were sent again. */
void plain_flow_fin(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side,
                    const nstime_t *when);

/* The side's RST. */
void plain_flow_reset(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side,
                      const nstime_t *when);

/* There is no more of it: what was not written yet, is. Frees it. */
void plain_flow_close(struct plain_flow *flow, struct capture_file *file);

#endif
