/* diagnosis.h - why the MAC of a record does not match
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A wrong MAC alone leaves the user to guess. A few other ways to read the record are tried, as
 * many as cost little: the one that verifies tells what happened to it.
 */
#ifndef LEGACYSSL_DIAGNOSIS_H
#define LEGACYSSL_DIAGNOSIS_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;
struct protected_record;

enum diagnosis {
    DIAGNOSIS_NONE, /* the MAC is right, or nobody has asked */
    DIAGNOSIS_HEADER_CHANGED,
    DIAGNOSIS_REPLAYED,
    DIAGNOSIS_REFLECTED,
    DIAGNOSIS_RECORDS_MISSING,
    DIAGNOSIS_WRONG_SECRET,
    DIAGNOSIS_DAMAGED,
};

/* First visit: look into a record whose MAC is bad. When records are missing before it, *sequence
 * becomes the number under which it verifies. */
enum diagnosis diagnose(struct legacyssl_conversation *conversation,
                        const struct protected_record *p, guint64 *sequence);

/* What the user is told. */
const char *diagnosis_text(enum diagnosis diagnosis);

#endif
