/* colors.h - the color of each value, the same all over a page
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_COLORS_H
#define LEGACYSSL_COLORS_H

/* By the specification's name of the value, as CSS writes colors. */
const char *color_of(const char *name);

#endif
