/* libgcrypt.c - libgcrypt, ready for use
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "libgcrypt.h"

#include <stdatomic.h>

enum { UNTOUCHED, BEGUN, READY };

/* Only gcry_check_version: secure memory and "initialization finished" are the application's to
 * decide (libgcrypt manual, 2.4). */
static void initialize(void)
{
    if (!gcry_control(GCRYCTL_ANY_INITIALIZATION_P))
        gcry_check_version(NULL);
}

/* Once, whichever thread comes first: libgcrypt itself does not take care of that. C11's call_once
 * is missing on some systems, and POSIX's on others. */
void libgcrypt_prepare(void)
{
    static atomic_int state = UNTOUCHED;
    int expected = UNTOUCHED;

    if (atomic_load(&state) == READY)
        return;
    if (atomic_compare_exchange_strong(&state, &expected, BEGUN)) {
        initialize();
        atomic_store(&state, READY);
    }
    while (atomic_load(&state) != READY)
        continue; /* another thread is at it, for some microseconds */
}
