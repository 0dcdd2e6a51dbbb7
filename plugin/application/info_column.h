/* info_column.h - the columns of packets with several things in them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_INFO_COLUMN_H
#define LEGACYSSL_INFO_COLUMN_H

#include "wireshark/compat.h"

/* Another dissector will write into Info now, and most begin with clearing it: keep what is there, and
 * a comma. */
void info_column_keep(packet_info *pinfo);

/* It has asked for more instead of dissecting anything: take away what it wrote since, and put back
 * what stood in Protocol. */
void info_column_undo(packet_info *pinfo, const char *protocol);

/* Say that part of a message lies here whose end has yet to come; once for several in a row. */
void info_column_part(packet_info *pinfo, const char *protocol);

/* It goes on in the same packet: take that away. */
void info_column_drop_part(packet_info *pinfo);

#endif
