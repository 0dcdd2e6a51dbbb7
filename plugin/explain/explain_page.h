/* explain_page.h - how the keys of a handshake were made, as one HTML page
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_EXPLAIN_PAGE_H
#define LEGACYSSL_EXPLAIN_PAGE_H

#include "explain/explained.h"

/* Write it, its owner's alone to read; the user is told if it can't be. The page needs no other
 * file and no script. */
void explain_page_write(const struct explained *explained, const char *path);

#endif
