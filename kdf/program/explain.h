/* explain.h - the steps of a derivation, as its specification writes them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_EXPLAIN_H
#define PROGRAM_EXPLAIN_H

#include "legacyssl-kdf.h"

/* Which specification, and which of its parts; whether the master secret is made, too, and how. */
void explain_heading(const struct legacyssl_secrets *secrets, bool has_premaster,
                     bool has_session_hash);

/* For struct legacyssl_trace; data is the const struct legacyssl_secrets of the derivation. */
void explain_step(void *data, const struct legacyssl_step *step);

#endif
