/* follow_stream.h - Follow > LegacySSL Stream, and tshark's -z follow,legacyssl
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FOLLOW_STREAM_H
#define LEGACYSSL_FOLLOW_STREAM_H

#include "wireshark/compat.h"

/* A record's application data that can be believed: part of what its sender says. Follow > TLS
 * Stream gets it, too. */
void follow_stream_data(tvbuff_t *data, packet_info *pinfo);

/* The capture lacks so many bytes of the sender's here. `parent` is any tvb of the packet. */
void follow_stream_gap(guint32 missing, tvbuff_t *parent, packet_info *pinfo);

/* A record of the client's goes by, whatever it holds. */
void follow_stream_client(packet_info *pinfo);

void follow_stream_handoff(void);

#endif
