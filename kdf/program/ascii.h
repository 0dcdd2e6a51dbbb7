/* ascii.h - letters of ASCII, whatever the locale says
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_ASCII_H
#define PROGRAM_ASCII_H

#include <stdbool.h>

static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether two texts are the same but for upper and lower case. */
static inline bool ascii_same(const char *a, const char *b)
{
    while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
        a++;
        b++;
    }
    return ascii_lower(*a) == ascii_lower(*b);
}

#endif
