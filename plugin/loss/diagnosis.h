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
struct record_note;

enum diagnosis {
    DIAGNOSIS_NONE, /* the MAC is right, or nobody has asked */
    DIAGNOSIS_HEADER_CHANGED,
    DIAGNOSIS_REPLAYED,
    DIAGNOSIS_REFLECTED,
    DIAGNOSIS_RECORDS_MISSING,
    DIAGNOSIS_WRONG_SECRET,
    DIAGNOSIS_DAMAGED,
};

/* Changes the header of `record` to the one or other that it may have had: the one of `number`,
 * from 0 until FALSE. */
typedef gboolean (*other_header_function)(struct legacyssl_record *record, guint number);

/* First visit: look into `record`, which `side` has sent and whose MAC is bad. When records are
 * missing before it, *sequence becomes the number under which it verifies. */
enum diagnosis diagnose(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        const struct record_note *note, const struct legacyssl_record *record,
                        other_header_function other_header, guint64 *sequence);

/* What the user is told. */
const char *diagnosis_text(enum diagnosis diagnosis);

#endif
