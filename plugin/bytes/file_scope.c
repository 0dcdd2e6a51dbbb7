/* file_scope.c - what lives as long as the file
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes/file_scope.h"

struct legacyssl_bytes file_scope_bytes(struct legacyssl_bytes bytes)
{
    if (bytes.len == 0)
        return (struct legacyssl_bytes){NULL, 0};
    return (struct legacyssl_bytes){wmem_memdup(wmem_file_scope(), bytes.data, bytes.len),
                                    bytes.len};
}
