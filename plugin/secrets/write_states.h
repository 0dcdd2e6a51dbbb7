/* write_states.h - the cipher and MAC handles of each side, and whether a record verifies
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Handles are large and connections many: only the latest used stay open.
 */
#ifndef LEGACYSSL_WRITE_STATES_H
#define LEGACYSSL_WRITE_STATES_H

#include "secrets/security_parameters.h"

/* Open the write state of `side`, once; *position becomes that of its first record. FALSE if
 * libgcrypt refuses. */
gboolean parameters_start(struct security_parameters *parameters, enum legacyssl_side side,
                          struct legacyssl_position *position);

/* The write state of one side, opened anew if it was closed to save memory. NULL if libgcrypt
 * refuses. Borrowed until the next call. */
struct legacyssl_write_state *parameters_write_state(struct security_parameters *parameters,
                                                     enum legacyssl_side side);

/* Whether `record`, the first that `side` sends under the keys, verifies with them. */
gboolean parameters_verifies(struct security_parameters *parameters, enum legacyssl_side side,
                             const struct legacyssl_record *record);

/* Whether `record` verifies when `side` sends it from `position` on, which stays as it is. */
gboolean parameters_verifies_at(struct security_parameters *parameters, enum legacyssl_side side,
                                struct legacyssl_position position,
                                const struct legacyssl_record *record);

/* Close all handles, at the end of each file. */
void write_states_cleanup(void);

#endif
