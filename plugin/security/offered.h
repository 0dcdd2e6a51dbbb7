/* offered.h - what a hello offers, by name
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_OFFERED_H
#define LEGACYSSL_OFFERED_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* The names of the suites of `protocol` whose codes, of `size` bytes each, are `codes`: as many as fit into
 * a sentence, and how many there are else. In file scope. */
const char *offered_suites(enum legacyssl_protocol protocol, struct legacyssl_bytes codes, guint size);

#endif
