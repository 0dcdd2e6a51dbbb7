/* keylog_index.c - where in a key log the secrets stand
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/keylog_index.h"

#include <string.h>

#define MIN_SIZE 256
#define MAX_EXPECTED (2 * 1024 * 1024) /* 48 MB: a longer file has to show it by its lines */

#define HASH_BITS 56
#define OFFSET_BITS 40
#define MAX_OFFSET (((guint64)1 << OFFSET_BITS) - 1)

/* Small, for the time goes into bringing them from memory: 56 bits of hash, 40 of offset, 32 of
 * line, as no two compilers pack bit-fields alike. */
struct keylog_entry {
    guint64 hash_and_offset; /* of the offset the upper 8 bits */
    guint32 offset;
    guint32 line;
};
G_STATIC_ASSERT(sizeof(struct keylog_entry) == 16);

/* Of kind and key; 0 is an empty slot. */
static guint64 entry_hash(const struct keylog_entry *entry)
{
    return entry->hash_and_offset >> (64 - HASH_BITS);
}

static struct keylog_entry new_entry(guint64 hash, struct keylog_place place)
{
    return (struct keylog_entry){
        .hash_and_offset = hash << (64 - HASH_BITS) | place.offset >> 32,
        .offset = (guint32)place.offset,
        .line = (guint32)place.line,
    };
}

static struct keylog_place entry_place(const struct keylog_entry *entry)
{
    return (struct keylog_place){
        .offset = (entry->hash_and_offset & ((1 << (64 - HASH_BITS)) - 1)) << 32 | entry->offset,
        .line = entry->line,
    };
}

void keylog_index_init(struct keylog_index *table)
{
    *table = (struct keylog_index){
        .seed = (guint64)g_random_int() << 32 | g_random_int(),
        .sessions = g_array_new(FALSE, FALSE, sizeof(struct keylog_place)),
    };
}

void keylog_index_clear(struct keylog_index *table)
{
    g_array_set_size(table->sessions, 0);
    g_free(table->slots);
    table->slots = NULL;
    table->size = table->used = 0;
    table->expected = 0;
}

void keylog_index_free(struct keylog_index *table)
{
    keylog_index_clear(table);
    g_array_free(table->sessions, TRUE);
}

guint64 keylog_index_hash(const struct keylog_index *table, enum keylog_kind kind,
                          const guint8 *key, gsize len)
{
    guint64 h = table->seed ^ ((guint64)kind << 56) ^ len;

    for (gsize i = 0; i < len; i += 8) {
        guint64 word = 0;
        memcpy(&word, key + i, MIN(len - i, 8));
        h = (h ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        h ^= h >> 32;
    }
    return len != 0 ? h >> (64 - HASH_BITS) | 1 : 0;
}

/* Where the search for `hash` begins. The slots are in the order of the hashes, so that growing
 * goes through memory from front to back. */
static gsize first_slot(gsize size, guint64 hash)
{
    return (gsize)((hash >> (HASH_BITS - 32)) * size >> 32);
}

/* The slot that holds `hash`, or the empty one where it belongs. */
static struct keylog_entry *find_slot(struct keylog_entry *slots, gsize size, guint64 hash)
{
    gsize i = first_slot(size, hash);

    while (entry_hash(&slots[i]) != 0 && entry_hash(&slots[i]) != hash)
        i = i + 1 < size ? i + 1 : 0;
    return &slots[i];
}

void keylog_index_expect(struct keylog_index *table, guint64 entries)
{
    table->expected = MIN(entries, MAX_EXPECTED);
}

static void grow(struct keylog_index *table)
{
    const gsize expected = (gsize)table->expected * 3 / 2; /* a bit more than fits */
    const gsize size = MAX(MAX(table->size * 2, expected), MIN_SIZE);
    struct keylog_entry *slots = g_new(struct keylog_entry, size);

    /* memory that is only promised to be zero would fault twice a page: read, then written */
    memset(slots, 0, size * sizeof *slots);
    for (gsize i = 0; i < table->size; i++)
        if (entry_hash(&table->slots[i]) != 0)
            *find_slot(slots, size, entry_hash(&table->slots[i])) = table->slots[i];
    g_free(table->slots);
    table->slots = slots;
    table->size = size;
}

void keylog_index_add(struct keylog_index *table, guint64 hash, struct keylog_place place)
{
    if (hash == 0 || place.offset > MAX_OFFSET || place.line > G_MAXUINT32)
        return;
    if (table->used * 4 >= table->size * 3)
        grow(table);
    struct keylog_entry *slot = find_slot(table->slots, table->size, hash);
    table->used += entry_hash(slot) == 0;
    *slot = new_entry(hash, place);
}

void keylog_index_add_session(struct keylog_index *table, guint64 hash, struct keylog_place place)
{
    keylog_index_add(table, hash, place);
    g_array_append_val(table->sessions, place);
}

gboolean keylog_index_find(const struct keylog_index *table, guint64 hash,
                           struct keylog_place *place)
{
    if (table->size == 0)
        return FALSE;
    const struct keylog_entry *slot = find_slot(table->slots, table->size, hash);
    *place = entry_place(slot);
    return entry_hash(slot) != 0;
}
