/* kat.c - files of known answers: blocks of `key = value`, set apart by blank lines
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kat.h"

#include "with_cmocka.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void kat_fail(const struct kat_block *block, const char *format, ...)
{
    const char *name = block->count != 0 ? kat_value(block, "name") : NULL;
    va_list arguments;

    fprintf(stderr, "%s:%zu: %s: ", block->file, block->line, name != NULL ? name : "(no name)");
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    fail();
    abort();
}

/* A larger array of `count` + 1 elements, the new one zero. */
static void *grow(void *array, size_t count, size_t size)
{
    char *grown = realloc(array, (count + 1) * size);

    if (grown == NULL)
        abort();
    memset(grown + count * size, 0, size);
    return grown;
}

static char *trim(char *text)
{
    char *end = text + strlen(text);

    while (end > text && isspace((unsigned char)end[-1]))
        *--end = '\0';
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

static char *copy(const char *text)
{
    char *result = malloc(strlen(text) + 1);

    if (result == NULL)
        abort();
    return strcpy(result, text);
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, tolower((unsigned char)c)) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

static bool is_hex(const char *text)
{
    size_t digits = 0;

    while (hex_digit(text[digits]) >= 0)
        digits++;
    return text[digits] == '\0' && digits % 2 == 0;
}

static void parse_hex(struct kat_field *field)
{
    const char *text = field->value;

    if (!is_hex(text))
        return;
    field->len = strlen(text) / 2;
    field->bytes = malloc(field->len + 1);
    if (field->bytes == NULL)
        abort();
    for (size_t i = 0; i < field->len; i++)
        field->bytes[i] = (uint8_t)(hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]));
}

static void add_field(struct kat_block *block, char *line)
{
    char *equals = strchr(line, '=');

    if (equals == NULL)
        kat_fail(block, "neither a field nor a comment: %s", line);
    *equals = '\0';
    block->fields = grow(block->fields, block->count, sizeof *block->fields);
    struct kat_field *field = &block->fields[block->count++];
    field->key = copy(trim(line));
    field->value = copy(trim(equals + 1));
    parse_hex(field);
}

/* One line into the file's last block; a blank one ends it. */
static void add_line(struct kat *kat, const char *path, size_t number, char *line, bool *in_block)
{
    line = trim(line);
    if (*line == '#')
        return;
    if (*line == '\0') {
        *in_block = false;
        return;
    }
    if (!*in_block) {
        kat->blocks = grow(kat->blocks, kat->count, sizeof *kat->blocks);
        kat->blocks[kat->count++] = (struct kat_block){.file = path, .line = number};
        *in_block = true;
    }
    add_field(&kat->blocks[kat->count - 1], line);
}

/* The next line of any length into *line, which has `room` bytes and grows; false at the end. */
static bool read_line(FILE *file, char **line, size_t *room)
{
    size_t len = 0;

    do {
        if (*room - len < 2) {
            *room = 2 * *room + 4096;
            *line = realloc(*line, *room);
            if (*line == NULL)
                abort();
        }
        if (fgets(*line + len, (int)(*room - len), file) == NULL)
            return len != 0;
        len += strlen(*line + len);
    } while ((*line)[len - 1] != '\n');
    return true;
}

void kat_read(struct kat *kat, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    bool in_block = false;

    *kat = (struct kat){0};
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(EXIT_FAILURE);
    }
    for (size_t number = 1; read_line(file, &line, &room); number++)
        add_line(kat, path, number, line, &in_block);
    free(line);
    fclose(file);
}

void kat_free(struct kat *kat)
{
    for (size_t b = 0; b < kat->count; b++) {
        for (size_t f = 0; f < kat->blocks[b].count; f++) {
            free(kat->blocks[b].fields[f].key);
            free(kat->blocks[b].fields[f].value);
            free(kat->blocks[b].fields[f].bytes);
        }
        free(kat->blocks[b].fields);
    }
    free(kat->blocks);
}

static const struct kat_field *find(const struct kat_block *block, const char *key)
{
    for (size_t i = 0; i < block->count; i++)
        if (strcmp(block->fields[i].key, key) == 0)
            return &block->fields[i];
    return NULL;
}

const char *kat_value(const struct kat_block *block, const char *key)
{
    const struct kat_field *field = find(block, key);
    return field != NULL ? field->value : NULL;
}

struct legacyssl_bytes kat_bytes(const struct kat_block *block, const char *key)
{
    const struct kat_field *field = find(block, key);

    if (field == NULL)
        return (struct legacyssl_bytes){NULL, 0};
    if (field->bytes == NULL)
        kat_fail(block, "%s is not hex: %s", key, field->value);
    return (struct legacyssl_bytes){field->bytes, field->len};
}

uint64_t kat_to_number(const struct kat_block *block, const char *text)
{
    char *end;
    const unsigned long long number = strtoull(text, &end, 0);

    if (*text == '\0' || *end != '\0')
        kat_fail(block, "not a number: %s", text);
    return number;
}

uint64_t kat_number(const struct kat_block *block, const char *key, uint64_t otherwise)
{
    const char *value = kat_value(block, key);
    return value != NULL ? kat_to_number(block, value) : otherwise;
}
