/* fail.c - the end of the program, with a reason
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void fail(const char *format, ...)
{
    va_list arguments;

    fputs(PROGRAM_NAME ": ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("\nTry '" PROGRAM_NAME " --help'.\n", stderr);
    exit(EXIT_FAILURE);
}
