/* libgcrypt.c - libgcrypt, ready for use
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "libgcrypt.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <pthread.h>
#endif

/* Only gcry_check_version: secure memory and "initialization finished" are the application's to
 * decide (libgcrypt manual, 2.4). */
static void initialize(void)
{
    if (!gcry_control(GCRYCTL_ANY_INITIALIZATION_P))
        gcry_check_version(NULL);
}

/* Once, whichever thread comes first: libgcrypt itself does not take care of that. C11's call_once is
 * missing on macOS, and where it is there, ThreadSanitizer does not know it. */
#ifdef _WIN32
static BOOL CALLBACK initialize_once(PINIT_ONCE once, PVOID parameter, PVOID *context)
{
    (void)once;
    (void)parameter;
    (void)context;
    initialize();
    return TRUE;
}

void libgcrypt_prepare(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    InitOnceExecuteOnce(&once, initialize_once, NULL, NULL);
}
#else
void libgcrypt_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, initialize);
}
#endif
