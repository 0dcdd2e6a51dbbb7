/* drawing.h - the way of the bytes from secret and randoms to the keys, in SVG
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It is drawn from the steps alone, the same for all four protocols: hashes stand beside each other
 * in rows, what is put together is a bar below them, and what is cut from a bar lies below that.
 */
#ifndef LEGACYSSL_DRAWING_H
#define LEGACYSSL_DRAWING_H

#include "explain/explained.h"
#include "explain/steps.h"

/* Appends an svg element. */
void drawing_append(GString *page, const struct legacyssl_secrets *secrets,
                    const struct steps *steps, const struct explained_input *inputs,
                    guint n_inputs);

#endif
