/* wipe.c - overwriting secrets, wherever the library is built
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "legacyssl-kdf.h"

#include <string.h>

/* explicit_bzero, memset_s and SecureZeroMemory each are there on some systems only. What a volatile
 * pointer calls no compiler knows, and so it can't leave the call out. */
void legacyssl_wipe(void *memory, size_t len)
{
    static void *(*const volatile set)(void *, int, size_t) = memset;

    set(memory, 0, len);
}
