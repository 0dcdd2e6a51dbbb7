/* wireshark_start.h - libwireshark with the plugin in it, inside of a fuzz target
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FUZZ_WIRESHARK_START_H
#define LEGACYSSL_FUZZ_WIRESHARK_START_H

#include "wireshark/compat.h"

#include <epan/epan.h>

/* Once: `program` is argv[0]. The key log, if any, is $LEGACYSSL_FUZZ_KEYLOG. */
void wireshark_start(const char *program);

/* Opens a file, in the sense of Wireshark: everything in file scope begins anew. */
epan_t *wireshark_file_new(void);

#endif
