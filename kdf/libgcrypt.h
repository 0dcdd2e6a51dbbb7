/* libgcrypt.h - libgcrypt, ready for use
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef KDF_LIBGCRYPT_H
#define KDF_LIBGCRYPT_H

#include <gcrypt.h>

/* To be called before the first call into libgcrypt; any number of times, from any thread. Does
 * nothing where the application has initialised libgcrypt itself, as Wireshark does. */
void libgcrypt_prepare(void);

#endif
