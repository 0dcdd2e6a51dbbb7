/* info_column.h - the Info column of packets with several things in them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_INFO_COLUMN_H
#define LEGACYSSL_INFO_COLUMN_H

#include "wireshark/compat.h"

#include <epan/column-utils.h>

#include <string.h>

/* Another dissector will write into the column now, and most begin with clearing it: keep what is
 * there, and a comma. */
static inline void info_column_keep(packet_info *pinfo)
{
    const char *text = col_get_text(pinfo->cinfo, COL_INFO);

    if (text != NULL && text[0] != '\0' && !g_str_has_suffix(text, ", "))
        col_append_str(pinfo->cinfo, COL_INFO, ", ");
    col_set_fence(pinfo->cinfo, COL_INFO);
}

#endif
