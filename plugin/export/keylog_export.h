/* keylog_export.h - tshark's -z legacyssl,keylog: a key log of all four protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEYLOG_EXPORT_H
#define LEGACYSSL_KEYLOG_EXPORT_H

void keylog_export_register(void);

#endif
