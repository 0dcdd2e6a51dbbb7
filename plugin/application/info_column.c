/* info_column.c - the columns of packets with several things in them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/info_column.h"

#include <epan/column-utils.h>

#include <string.h>

#define PART " segment of a reassembled PDU]"

static const char *info(packet_info *pinfo)
{
    const char *text = col_get_text(pinfo->cinfo, COL_INFO);

    return text != NULL ? text : "";
}

/* How much there is before what the last "[... segment of a reassembled PDU]" begins with, if the
 * column ends with that; else -1. */
static gssize before_part(const char *text)
{
    const char *begin = g_str_has_suffix(text, PART) ? strrchr(text, '[') : NULL;

    return begin != NULL ? begin - text : -1;
}

void info_column_keep(packet_info *pinfo)
{
    const char *text = info(pinfo);

    if (text[0] != '\0' && !g_str_has_suffix(text, ", "))
        col_append_str(pinfo->cinfo, COL_INFO, ", ");
    col_set_fence(pinfo->cinfo, COL_INFO);
}

/* col_clear leaves what stands before the fence, which info_column_keep has set: with its comma. */
void info_column_undo(packet_info *pinfo, const char *protocol)
{
    col_clear(pinfo->cinfo, COL_INFO);
    if (protocol != NULL)
        col_set_str(pinfo->cinfo, COL_PROTOCOL, protocol);
}

void info_column_part(packet_info *pinfo, const char *protocol)
{
    const char *text = info(pinfo);

    if (before_part(text) >= 0)
        return;
    if (text[0] != '\0' && !g_str_has_suffix(text, ", "))
        col_append_str(pinfo->cinfo, COL_INFO, ", ");
    col_append_fstr(pinfo->cinfo, COL_INFO, "[%s" PART, protocol);
}

/* There is no way to shorten a column but to clear it up to its fence: what stood between the two is
 * written again. */
void info_column_drop_part(packet_info *pinfo)
{
    const gssize before = before_part(info(pinfo));

    if (before < 0)
        return;
    char *text = wmem_strndup(pinfo->pool, info(pinfo), (gsize)before);
    col_clear(pinfo->cinfo, COL_INFO);
    const gsize fenced = strlen(info(pinfo));
    if (fenced < (gsize)before)
        col_append_str(pinfo->cinfo, COL_INFO, text + fenced);
}
