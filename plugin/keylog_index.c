/* keylog_index.c - where in a key log the secrets stand
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keylog_index.h"

#include <string.h>

struct keylog_entry {
    guint64 hash; /* of kind and key; 0 is an empty slot */
    struct keylog_place place;
};

void keylog_index_init(struct keylog_index *index)
{
    *index = (struct keylog_index){
        .seed = (guint64)g_random_int() << 32 | g_random_int(),
        .sessions = g_array_new(FALSE, FALSE, sizeof(struct keylog_place)),
    };
}

void keylog_index_clear(struct keylog_index *index)
{
    g_array_set_size(index->sessions, 0);
    g_free(index->slots);
    index->slots = NULL;
    index->size = index->used = 0;
}

void keylog_index_free(struct keylog_index *index)
{
    keylog_index_clear(index);
    g_array_free(index->sessions, TRUE);
}

guint64 keylog_index_hash(const struct keylog_index *index, enum keylog_kind kind,
                          const guint8 *key, gsize len)
{
    guint64 h = index->seed ^ ((guint64)kind << 56) ^ len;

    for (gsize i = 0; i < len; i += 8) {
        guint64 word = 0;
        memcpy(&word, key + i, MIN(len - i, 8));
        h = (h ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        h ^= h >> 32;
    }
    return len != 0 ? h | 1 : 0;
}

/* The slot that holds `hash`, or the empty one where it belongs. The slots are in the order of the
 * hashes, so that growing goes through memory from front to back. */
static struct keylog_entry *find_slot(struct keylog_entry *slots, gsize size, guint64 hash)
{
    gsize i = (gsize)((hash >> 32) * size >> 32);

    while (slots[i].hash != 0 && slots[i].hash != hash)
        i = (i + 1) & (size - 1);
    return &slots[i];
}

static void grow(struct keylog_index *index)
{
    const gsize size = index->size == 0 ? 256 : index->size * 2;
    struct keylog_entry *slots = g_new(struct keylog_entry, size);

    /* memory that is only promised to be zero would fault twice a page: read, then written */
    memset(slots, 0, size * sizeof *slots);
    for (gsize i = 0; i < index->size; i++)
        if (index->slots[i].hash != 0)
            *find_slot(slots, size, index->slots[i].hash) = index->slots[i];
    g_free(index->slots);
    index->slots = slots;
    index->size = size;
}

void keylog_index_add(struct keylog_index *index, guint64 hash, struct keylog_place place)
{
    if (hash == 0)
        return;
    if (index->used * 4 >= index->size * 3)
        grow(index);
    struct keylog_entry *slot = find_slot(index->slots, index->size, hash);
    index->used += slot->hash == 0;
    *slot = (struct keylog_entry){hash, place};
}

void keylog_index_add_session(struct keylog_index *index, guint64 hash, struct keylog_place place)
{
    keylog_index_add(index, hash, place);
    g_array_append_val(index->sessions, place);
}

gboolean keylog_index_find(const struct keylog_index *index, guint64 hash,
                           struct keylog_place *place)
{
    if (index->size == 0)
        return FALSE;
    const struct keylog_entry *slot = find_slot(index->slots, index->size, hash);
    *place = slot->place;
    return slot->hash != 0;
}
