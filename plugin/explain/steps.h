/* steps.h - the steps of one handshake's derivation, kept to be looked at more than once
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_STEPS_H
#define LEGACYSSL_STEPS_H

#include "secrets/security_parameters.h"

struct steps {
    wmem_allocator_t *pool;
    wmem_array_t *array; /* of struct legacyssl_step, all that they point to in `pool` */
};

/* Derive the keys of `parameters` once more. No steps where they are known without a secret. */
struct steps *steps_new(const struct security_parameters *parameters);

guint steps_count(const struct steps *steps);
const struct legacyssl_step *steps_at(const struct steps *steps, guint i);

/* Wipe and free. */
void steps_free(struct steps *steps);

#endif
