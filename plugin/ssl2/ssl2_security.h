/* ssl2_security.h - attacks that show in the messages of SSL 2.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_SECURITY_H
#define LEGACYSSL_SSL2_SECURITY_H

#include "record/protected_record.h"

struct legacyssl_conversation;

/* First pass: a message in `frame`, of which the handshake has taken note. */
void ssl2_look_for_attack(struct legacyssl_conversation *conversation, struct legacyssl_bytes message,
                          guint32 frame);

/* First pass: a record that could not be opened tells by its length. */
void ssl2_look_at_closed_record(struct legacyssl_conversation *conversation,
                                const struct protected_record *p, guint32 frame);

#endif
