/* write_keys.h - the six values themselves as a line of a key log
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * LEGACYSSL_KEYS <client random or CHALLENGE> <suite> <client write key> <server write key>
 * <client MAC secret> <server MAC secret> <client IV> <server IV>: who finds only these in the
 * memory of a live process can open its records all the same. All are hexadecimal, what a suite has
 * not is "-", and so is the suite if it is not known.
 */
#ifndef LEGACYSSL_WRITE_KEYS_H
#define LEGACYSSL_WRITE_KEYS_H

#include <glib.h>

#include "legacyssl-kdf.h"

struct cursor;

#define WRITE_KEYS_LABEL "LEGACYSSL_KEYS"
#define WRITE_KEYS_MAX_SUITE 4
#define WRITE_KEYS_MAX_LINE 1024 /* what write_keys_print writes is always shorter */

struct write_keys {
    struct legacyssl_connection_keys keys;
    guint8 suite[WRITE_KEYS_MAX_SUITE]; /* its code, as long as the protocol has them */
    guint8 suite_len;                   /* 0: not said */
};

/* What stands behind the random, into *keys. NULL, or what is wrong with it: static text. */
const char *write_keys_parse(struct cursor *c, struct write_keys *keys);

/* Whether the line can be for this suite. */
gboolean write_keys_are_for(const struct write_keys *keys, enum legacyssl_protocol protocol,
                            guint32 suite);

/* The code of the suite that it names; 0: none of this protocol. */
guint32 write_keys_suite(const struct write_keys *keys, enum legacyssl_protocol protocol);

/* The line of such keys, with its line end and a 0 behind it, for the caller to wipe. Returns its
 * length. */
gsize write_keys_print(const struct legacyssl_secrets *secrets,
                       const struct legacyssl_connection_keys *keys,
                       char line[WRITE_KEYS_MAX_LINE]);

#endif
