/* pct1_messages.h - the messages of PCT 1.0: their layouts, fields and names
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_MESSAGES_H
#define LEGACYSSL_PCT1_MESSAGES_H

#include "show/message_layout.h"

/* draft-benaloh 5.5.1 */
enum pct1_message_type {
    PCT1_CLIENT_HELLO = 1,
    PCT1_SERVER_HELLO = 2,
    PCT1_CLIENT_MASTER_KEY = 3,
    PCT1_SERVER_VERIFY = 4,
    PCT1_ERROR = 5,
};

/* Rows of the layouts that leave something behind. */
enum { CH_SESSION_ID = 2, CH_CHALLENGE = 3, CH_KEY_ARG = 15 };
enum {
    SH_RESTART_SESSION_OK = 2,
    SH_CLIENT_AUTH_REQ = 3,
    SH_CIPHER_SPECS = 4,
    SH_HASH_SPECS = 5,
    SH_EXCH_SPECS = 7,
    SH_CONNECTION_ID = 8,
    SH_CERTIFICATE = 13,
    SH_RESPONSE = 16,
};
enum { CMK_CLEAR_KEY = 9, CMK_ENCRYPTED_KEY = 10, CMK_KEY_ARG = 11, CMK_VERIFY_PRELUDE = 12 };
enum { SV_SESSION_ID = 1, SV_RESPONSE = 3 };

/* Whether a message is a CLIENT-HELLO in the format of SSL 2.0, which can stand for PCT's own: the
 * most significant bit of PCT's versions is set (3). */
gboolean pct1_is_ssl2_hello(struct legacyssl_bytes message);

/* The layouts for `message`: PCT's, or SSL 2.0's for a hello in that format. */
const struct message_layout *pct1_layouts(struct legacyssl_bytes message);

/* Whether a record's body is a PCT ERROR message (5.4). */
gboolean pct1_is_error(struct legacyssl_bytes message);

/* "RC4 128, MD5 128", in file scope. */
const char *pct1_suite_name(guint16 cipher, guint16 encryption_bits, guint16 hash,
                            guint16 mac_bits);

/* The draft's name of a key exchange type, or NULL. */
const char *pct1_exchange_name(guint16 exchange);

/* One of the pseudo cipher specs by which an SSL 2.0 CLIENT-HELLO offers PCT, into `text` of
 * ITEM_LABEL_LENGTH. */
void pct1_format_pseudo_spec(gchar *text, guint32 spec);

void pct1_fields_register(void);

#endif
