/* app_dissector.h - which dissector application data belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_APP_DISSECTOR_H
#define LEGACYSSL_APP_DISSECTOR_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

struct legacyssl_conversation;

/* Hand `tvb` to *dissector; if that is NULL, to what a heuristic of "tls" or the table tls.port
 * (with Decode As) names, in the built-in's order, which *dissector then becomes; else to "data".
 * `is_end`: nothing more will come. Returns what they turned out to be, in full; NULL: not known. */
const char *app_dissector_call(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        dissector_handle_t *dissector, tvbuff_t *tvb, packet_info *pinfo,
                        proto_tree *tree, gboolean is_end);

/* First pass, at each record before it is drawn: what is known of the application by now, by
 * STARTTLS and by the port on which applications see the server. */
void app_dissector_prepare(struct legacyssl_conversation *conversation, packet_info *pinfo);

/* Whether application data of `conversation` are being dissected: what they hold may come back to
 * us, as HTTP's CONNECT does, but can't be records of the same conversation. */
gboolean app_dissector_is_calling(const struct legacyssl_conversation *conversation);

/* The full name of the protocol that the application data are, as far as is known; else NULL. */
const char *app_dissector_name(const struct legacyssl_conversation *conversation);

/* What the conversation carries is TDS unless the user has another word for its port (Decode As).
 */
void app_dissector_expect_tds(struct legacyssl_conversation *conversation);

void app_dissector_handoff(void);

#endif
