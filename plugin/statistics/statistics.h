/* statistics.h - Statistics > LegacySSL, and tshark's -z legacyssl,tree
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_STATISTICS_H
#define LEGACYSSL_STATISTICS_H

void statistics_register(void);

#endif
