/* decode_as.h - Decode As LegacySSL, for a TCP port
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_DECODE_AS_H
#define LEGACYSSL_DECODE_AS_H

void decode_as_handoff(void);

#endif
