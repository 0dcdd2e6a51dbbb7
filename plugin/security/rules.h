/* rules.h - which values the fields of SSL 2.0's messages may have
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_RULES_H
#define LEGACYSSL_RULES_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

/* The message and its field. */
enum ruled_field {
    CLIENT_HELLO_CHALLENGE,
    MASTER_KEY_CLEAR,
    MASTER_KEY_ENCRYPTED,
    MASTER_KEY_ARG,
    SERVER_FINISHED_SESSION_ID,
};

/* First pass: a field of that `length` was seen in `frame`, of a session with this suite (NULL: not
 * known). What no peer that keeps to the draft sends is an attack. */
void rules_check(struct legacyssl_conversation *conversation, enum ruled_field field, guint32 length,
                 const struct legacyssl_suite *suite, guint32 frame);

#endif
