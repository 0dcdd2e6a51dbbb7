/* explain.h - the steps of a derivation, as its specification writes them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_EXPLAIN_H
#define PROGRAM_EXPLAIN_H

#include "legacyssl-kdf.h"

/* Which specification, and which of its parts. */
void explain_heading(enum legacyssl_protocol protocol);

/* For struct legacyssl_trace; data is the const enum legacyssl_protocol of the derivation. */
void explain_step(void *data, const struct legacyssl_step *step);

#endif
