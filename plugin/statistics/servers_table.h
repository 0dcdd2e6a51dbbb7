/* servers_table.h - tshark's -z legacyssl,servers: who still speaks what
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SERVERS_TABLE_H
#define LEGACYSSL_SERVERS_TABLE_H

void servers_table_register(void);

#endif
