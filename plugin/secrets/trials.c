/* trials.c - how much may be tried in one file, so that a capture made to be slow is not
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define WS_LOG_DOMAIN "LegacySSL"

#include "secrets/trials.h"

#include <wsutil/wslog.h>

#define FILE_HAS (32 << 20)
#define EARNED_PER_BYTE 16
#define RETURNED_PER_BYTE 8 /* to the file, of what was borrowed */
#define MAX_EARNED (1 << 30)

static gsize left = FILE_HAS;
static guint64 spent; /* in this file */

void trials_earn(struct trials *trials, gsize len)
{
    trials->earned = (guint32)MIN(trials->earned + len * EARNED_PER_BYTE, MAX_EARNED);
    left = MIN(left + len * RETURNED_PER_BYTE, FILE_HAS);
}

/* What the file lends. */
static gsize credit_of(struct trials *trials)
{
    if (!trials->is_searching)
        trials->credit = (guint32)(left / 2);
    trials->is_searching = TRUE;
    return MIN(trials->credit, left);
}

gboolean trials_pay(struct trials *trials, gsize cost)
{
    const gsize own = MIN(trials->earned, cost), borrowed = cost - own;

    if (borrowed > credit_of(trials))
        return FALSE;
    trials->earned -= (guint32)own;
    trials->credit -= (guint32)borrowed;
    left -= borrowed;
    trials->spent += (guint32)cost;
    spent += cost;
    return TRUE;
}

gboolean trials_pay_from_file(gsize cost)
{
    if (cost > left / 2)
        return FALSE;
    left -= cost;
    spent += cost;
    return TRUE;
}

void trials_end(struct trials *trials)
{
    trials->is_searching = FALSE;
}

void trials_cleanup(void)
{
    if (spent != 0)
        ws_info("trials cost %" G_GUINT64_FORMAT " bytes", spent);
    left = FILE_HAS;
    spent = 0;
}
