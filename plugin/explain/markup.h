/* markup.h - text, bytes and formulas as HTML and SVG write them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_MARKUP_H
#define LEGACYSSL_MARKUP_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* Any text: what is special in markup is escaped, control characters become spaces. */
void markup_text(GString *page, const char *text);

void markup_hex(GString *page, struct legacyssl_bytes bytes);

/* Two hexadecimal digits a byte, at most `most` bytes of them, then an ellipsis. */
void markup_hex_begin(GString *page, struct legacyssl_bytes bytes, gsize most);

/* What a step makes and the right side of its formula; each name of an input in its color, in an
 * element `tag` (span, tspan). */
void markup_result(GString *page, const struct legacyssl_secrets *secrets,
                   const struct legacyssl_step *step);
void markup_formula(GString *page, const struct legacyssl_secrets *secrets,
                    const struct legacyssl_step *step, const char *tag);

#endif
