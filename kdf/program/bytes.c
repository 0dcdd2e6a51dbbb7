/* bytes.c - bytes on the command line
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes.h"

#include "ascii.h"
#include "libgcrypt.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_FILE (1 << 20)
#define SEPARATORS " :-"

static const char *why_not_opened(void)
{
    switch (errno) {
    case ENOENT:
        return "there is no such file";
    case EACCES:
        return "no permission to read the file";
    default:
        return "the file can't be opened";
    }
}

static bool read_file(const char *path, struct legacyssl_bytes *bytes, const char **message)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = gcry_malloc(MAX_FILE);
    const size_t len = file != NULL && data != NULL ? fread(data, 1, MAX_FILE, file) : 0;

    *message = NULL;
    if (data == NULL)
        *message = "out of memory";
    else if (file == NULL)
        *message = why_not_opened();
    else if (ferror(file))
        *message = "the file can't be read";
    else if (len == MAX_FILE)
        *message = "the file is too long";
    if (file != NULL)
        fclose(file);
    if (*message != NULL) {
        gcry_free(data);
        return false;
    }
    *bytes = (struct legacyssl_bytes){data, len};
    return true;
}

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, ascii_lower(c)) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

/* Behind a "0x". */
static const char *skip_prefix(const char *text)
{
    return text[0] == '0' && ascii_lower(text[1]) == 'x' ? text + 2 : text;
}

/* Two digits, as a number; -1 and a message if there are none. */
static int read_pair(const char *text, const char **message)
{
    if (digit(text[0]) < 0)
        *message = "not a hexadecimal digit";
    else if (digit(text[1]) < 0)
        *message = "hexadecimal digits go in pairs";
    else
        return digit(text[0]) << 4 | digit(text[1]);
    return -1;
}

static bool read_digits(const char *text, uint8_t *data, size_t *len, const char **message)
{
    bool is_begin = true; /* of a group, where a 0x may stand */

    while (*text != '\0') {
        if (strchr(SEPARATORS, *text) != NULL) {
            is_begin = true;
            text++;
            continue;
        }
        if (is_begin)
            text = skip_prefix(text);
        is_begin = false;
        const int byte = read_pair(text, message);
        if (byte < 0)
            return false;
        data[(*len)++] = (uint8_t)byte;
        text += 2;
    }
    return true;
}

bool bytes_read(const char *text, struct legacyssl_bytes *bytes, const char **message)
{
    libgcrypt_prepare();
    if (text[0] == '@')
        return read_file(text + 1, bytes, message);

    uint8_t *data = gcry_malloc(strlen(text) / 2 + 1);
    size_t len = 0;
    if (data == NULL) {
        *message = "out of memory";
        return false;
    }
    if (!read_digits(text, data, &len, message)) {
        gcry_free(data);
        return false;
    }
    *bytes = (struct legacyssl_bytes){data, len};
    return true;
}

void bytes_print(struct legacyssl_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        printf("%02x", bytes.data[i]);
    puts(bytes.len == 0 ? "none" : "");
}
