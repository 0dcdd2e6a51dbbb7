/* lengths.h - inputs whose lengths do not fit, told with the lengths that do
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_LENGTHS_H
#define PROGRAM_LENGTHS_H

#include "request.h"

/* Ends the program: a derivation has failed with `error`. */
_Noreturn void fail_derivation(const struct request *request, enum legacyssl_error error);

#endif
