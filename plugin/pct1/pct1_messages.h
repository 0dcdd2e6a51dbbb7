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
enum {
    PCT1_CH_SESSION_ID = 2,
    PCT1_CH_CHALLENGE = 3,
    PCT1_CH_CIPHER_SPECS = 11,
    PCT1_CH_HASH_SPECS = 12,
    PCT1_CH_CERT_SPECS = 13,
    PCT1_CH_EXCH_SPECS = 14,
    PCT1_CH_KEY_ARG = 15,
};
enum {
    PCT1_SH_RESTART_SESSION_OK = 2,
    PCT1_SH_CLIENT_AUTH_REQ = 3,
    PCT1_SH_CIPHER_SPECS = 4,
    PCT1_SH_HASH_SPECS = 5,
    PCT1_SH_EXCH_SPECS = 7,
    PCT1_SH_CONNECTION_ID = 8,
    PCT1_SH_CERTIFICATE = 13,
    PCT1_SH_RESPONSE = 16,
};
enum { PCT1_CMK_CLEAR_KEY = 9, PCT1_CMK_ENCRYPTED_KEY = 10, PCT1_CMK_KEY_ARG = 11, PCT1_CMK_VERIFY_PRELUDE = 12 };
enum { PCT1_SV_SESSION_ID = 1, PCT1_SV_RESPONSE = 3 };

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

/* What a CLIENT_HELLO in PCT's own format offers in its list of that number (ciphers, hashes, certificates,
 * key exchanges), by name and in file scope; NULL if it is none, or has no such list. */
const char *pct1_offered(struct legacyssl_bytes hello, guint list);

/* The draft's name of a key exchange type, or NULL. */
const char *pct1_exchange_name(guint16 exchange);

/* One of the pseudo cipher specs by which an SSL 2.0 CLIENT-HELLO offers PCT, into `text` of
 * ITEM_LABEL_LENGTH. */
void pct1_format_pseudo_spec(gchar *text, guint32 spec);

void pct1_fields_register(void);

#endif
