/* bytes.h - bytes on the command line
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_BYTES_H
#define PROGRAM_BYTES_H

#include "legacyssl-kdf.h"

/* Bytes from hexadecimal digits, between which spaces, colons and dashes may stand and before which
 * a 0x, or from "@FILE", the file as it is. On failure *message says why. To be freed with
 * gcry_free. */
bool bytes_read(const char *text, struct legacyssl_bytes *bytes, const char **message);

/* "none" for no bytes. */
void bytes_print(struct legacyssl_bytes bytes);

#endif
