/* file_scope.h - what lives as long as the file
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FILE_SCOPE_H
#define LEGACYSSL_FILE_SCOPE_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* A copy of bytes in file scope; {NULL, 0} of none. */
struct legacyssl_bytes file_scope_bytes(struct legacyssl_bytes bytes);

#endif
