/* legacyssl.h - the protocol LegacySSL as Wireshark knows it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_H
#define LEGACYSSL_H

#include "wireshark/compat.h"

/* What Wireshark calls at its start: first all protocols' register, then all handoffs. */
void legacyssl_register(void);
void legacyssl_handoff(void);

#endif
