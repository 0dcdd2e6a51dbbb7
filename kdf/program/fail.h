/* fail.h - the end of the program, with a reason
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_FAIL_H
#define PROGRAM_FAIL_H

#define PROGRAM_NAME "legacyssl-kdf"

#include <stdio.h>

#if defined __MINGW_PRINTF_FORMAT
#define PRINTF_LIKE __attribute__((format(__MINGW_PRINTF_FORMAT, 1, 2)))
#elif defined __GNUC__
#define PRINTF_LIKE __attribute__((format(printf, 1, 2)))
#else
#define PRINTF_LIKE
#endif

/* Tells the reason and exits. */
_Noreturn void fail(const char *format, ...) PRINTF_LIKE;

#endif
