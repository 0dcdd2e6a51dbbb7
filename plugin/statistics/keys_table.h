/* keys_table.h - tshark's -z legacyssl,keys: every handshake's six values, for scripts
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEYS_TABLE_H
#define LEGACYSSL_KEYS_TABLE_H

void keys_table_register(void);

#endif
