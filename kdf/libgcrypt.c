/* libgcrypt.c - libgcrypt, ready for use
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "libgcrypt.h"

#include <gcrypt.h>
#include <pthread.h>

/* Only gcry_check_version: secure memory and "initialization finished" are the application's to
 * decide (libgcrypt manual, 2.4). */
static void initialize(void)
{
    if (!gcry_control(GCRYCTL_ANY_INITIALIZATION_P))
        gcry_check_version(NULL);
}

void libgcrypt_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialize);
}
