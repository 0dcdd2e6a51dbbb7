/* explain_text.h - how the keys of a handshake were made, as text
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_EXPLAIN_TEXT_H
#define LEGACYSSL_EXPLAIN_TEXT_H

#include "explain/explained.h"

/* Print it: which handshake, what goes in and where it is from, then what legacyssl-kdf --explain
 * writes. */
void explain_text_print(const struct explained *explained);

#endif
