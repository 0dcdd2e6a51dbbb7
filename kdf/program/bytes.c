/* bytes.c - bytes on the command line
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILE (1 << 20)

static bool read_file(const char *path, struct legacyssl_bytes *bytes, const char **complaint)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(MAX_FILE);
    const size_t len = file != NULL && data != NULL ? fread(data, 1, MAX_FILE, file) : 0;

    *complaint = NULL;
    if (data == NULL || file == NULL || ferror(file))
        *complaint = strerror(errno);
    else if (len == MAX_FILE)
        *complaint = "the file is too long";
    if (file != NULL)
        fclose(file);
    if (*complaint != NULL) {
        free(data);
        return false;
    }
    *bytes = (struct legacyssl_bytes){data, len};
    return true;
}

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, tolower((unsigned char)c)) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

bool bytes_read(const char *text, struct legacyssl_bytes *bytes, const char **complaint)
{
    if (text[0] == '@')
        return read_file(text + 1, bytes, complaint);

    uint8_t *data = malloc(strlen(text) / 2 + 1);
    size_t len = 0;
    *complaint = data == NULL ? strerror(errno) : NULL;
    while (*complaint == NULL && *text != '\0') {
        if (strchr(" :-", *text) != NULL) {
            text++;
        } else if (digit(text[0]) < 0) {
            *complaint = "not a hexadecimal digit";
        } else if (digit(text[1]) < 0) {
            *complaint = "hexadecimal digits go in pairs";
        } else {
            data[len++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
            text += 2;
        }
    }
    if (*complaint != NULL)
        free(data);
    else
        *bytes = (struct legacyssl_bytes){data, len};
    return *complaint == NULL;
}

void bytes_print(struct legacyssl_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        printf("%02x", bytes.data[i]);
    puts(bytes.len == 0 ? "none" : "");
}
