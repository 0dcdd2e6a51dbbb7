/* keylog_index.h - where in a key log the secrets stand
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In go the keys of secrets and the places of their lines, in the order of the file; out comes the
 * place for a key. Of a key only a hash is kept: who reads the line at a place looks whether it has
 * the key. The index owns all its memory, and nothing can go wrong with it.
 */
#ifndef LEGACYSSL_KEYLOG_INDEX_H
#define LEGACYSSL_KEYLOG_INDEX_H

#include "secrets/keylog/keylog_line.h"

/* Where a line begins: below 2^40 bytes and 2^32 lines, what is behind that is not indexed. */
struct keylog_place {
    guint64 offset, line;
};

struct keylog_entry;

struct keylog_index {
    guint64 seed;
    struct keylog_entry *slots; /* open addressing */
    gsize size, used;
    guint64 expected; /* entries: a guess */
    GArray *sessions; /* struct keylog_place: every secret that is keyed by a session id */
};

void keylog_index_init(struct keylog_index *table);

/* Forget all lines. */
void keylog_index_clear(struct keylog_index *table);

/* Also the index's memory; `table` itself is the caller's. */
void keylog_index_free(struct keylog_index *table);

/* By what was read of the file so far, about `entries` will be added in all: if that is near,
 * growing is done once. */
void keylog_index_expect(struct keylog_index *table, guint64 entries);

/* A hash of a key: any `len` bytes; 0 if these are none, which is no key. Another index has another
 * seed: no file can be made whose keys all fall into one slot. */
guint64 keylog_index_hash(const struct keylog_index *table, enum keylog_kind kind,
                          const guint8 *key, gsize len);

/* A later line for the same key takes the place of an earlier one. */
void keylog_index_add(struct keylog_index *table, guint64 hash, struct keylog_place place);

/* The same for a secret that is keyed by a session id, even by an empty one. */
void keylog_index_add_session(struct keylog_index *table, guint64 hash, struct keylog_place place);

/* The place for a key with this hash; FALSE if there is none. */
gboolean keylog_index_find(const struct keylog_index *table, guint64 hash,
                           struct keylog_place *place);

#endif
