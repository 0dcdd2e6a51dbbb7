/* protocols.h - the four protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PROTOCOLS_H
#define LEGACYSSL_PROTOCOLS_H

/* Register their record layers and fields, once. */
void protocols_register(void);

#endif
