/* bar.h - bytes drawn as a bar, in SVG: each byte a stripe, the darker the larger it is
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_BAR_H
#define LEGACYSSL_BAR_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* In tenths of a pixel: whole numbers, which every locale writes alike. */
struct box {
    int x, y, width, height;
};

/* The bytes called `name` in their box; the mouse over it shows all of them. */
void bar_draw(GString *svg, struct box box, const char *name, const char *color,
              struct legacyssl_bytes bytes);

/* The way of bytes from the lower edge of one box to the upper edge of another ... */
void bar_ribbon(GString *svg, struct box from, struct box to, const char *color);

/* ... and as a thin line, which may begin beside its box. */
void bar_line(GString *svg, struct box from, struct box to, const char *color);

#endif
