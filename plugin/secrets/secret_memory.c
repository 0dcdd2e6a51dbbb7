/* secret_memory.c - memory for secrets: it lives as long as the file and is wiped then
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/secret_memory.h"

#include "bytes/bytes_hash.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#ifndef __has_feature /* clang's */
#define __has_feature(feature) 0
#endif

/* Many pieces in one block: single ones would lie between what others allocate and free again,
 * which then finds its room scattered over all memory. AddressSanitizer gets single ones, to see
 * what goes beyond them. */
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define BLOCK_SIZE 0
#else
#define BLOCK_SIZE (64 * 1024)
#endif

#define ALIGNED(len)                                                                               \
    (((len) + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t))

struct secret_block {
    struct secret_block *next;
    gsize size, used;
    alignas(max_align_t) guint8 memory[];
};

static struct secret_block *secret_blocks; /* the one with room first */
static GHashTable *known_secrets;          /* GBytes -> where they are kept */

static void add_block(gsize size)
{
    struct secret_block *block = g_malloc0(sizeof *block + size);

    block->next = secret_blocks;
    block->size = size;
    secret_blocks = block;
}

void *secret_alloc(gsize len)
{
    if (secret_blocks == NULL || secret_blocks->size - secret_blocks->used < len)
        add_block(MAX(len, BLOCK_SIZE));
    void *piece = secret_blocks->memory + secret_blocks->used;
    secret_blocks->used = MIN(secret_blocks->used + ALIGNED(len), secret_blocks->size);
    return piece;
}

/* Each secret is kept once: thousands may be tried on each of many connections. */
struct legacyssl_bytes secret_memdup(struct legacyssl_bytes bytes)
{
    if (bytes.len == 0)
        return (struct legacyssl_bytes){NULL, 0};
    if (known_secrets == NULL)
        known_secrets =
            g_hash_table_new_full(bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    GBytes *key = g_bytes_new_static(bytes.data, bytes.len);
    const guint8 *copy = g_hash_table_lookup(known_secrets, key);
    g_bytes_unref(key);
    if (copy == NULL) {
        copy = memcpy(secret_alloc(bytes.len), bytes.data, bytes.len);
        g_hash_table_insert(known_secrets, g_bytes_new_static(copy, bytes.len), (gpointer)copy);
    }
    return (struct legacyssl_bytes){copy, bytes.len};
}

void secret_memory_cleanup(void)
{
    if (known_secrets != NULL)
        g_hash_table_destroy(known_secrets);
    known_secrets = NULL;
    while (secret_blocks != NULL) {
        struct secret_block *block = secret_blocks;
        secret_blocks = block->next;
        legacyssl_wipe(block->memory, block->used);
        g_free(block);
    }
}
