/* follow_stream.h - Follow > LegacySSL Stream, and tshark's -z follow,legacyssl
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FOLLOW_STREAM_H
#define LEGACYSSL_FOLLOW_STREAM_H

void follow_stream_handoff(void);

#endif
