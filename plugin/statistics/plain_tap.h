/* plain_tap.h - what the conversations of ours say, decrypted, and how they begin and end
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PLAIN_TAP_H
#define LEGACYSSL_PLAIN_TAP_H

#include "wireshark/compat.h"

#include "state/record_note.h"

struct legacyssl_conversation;

#define PLAIN_TAP "legacyssl_plain" /* a wmem_array_t of struct plain_event: a packet's */

enum plain_kind {
    PLAIN_OPENED, /* a record that can be believed, whatever it holds */
    PLAIN_DATA,   /* application data of such a record */
    PLAIN_GAP,    /* the application's bytes go on behind what is missing or not to be believed */
    PLAIN_FIN,    /* the side has ended what it sends */
    PLAIN_RST,    /* both sides' has ended */
};

struct plain_event {
    enum plain_kind kind;
    const struct legacyssl_conversation *conversation;
    enum legacyssl_side side;            /* who sends that */
    const struct security_parameters
        *parameters;                     /* PLAIN_OPENED: whose keys; the record's verdict is ... */
    guint8 mac_status;                   /* ... this, as in record_note ... */
    bool is_first_visit;                 /* ... and whether it was opened just now */
    tvbuff_t *data;                      /* PLAIN_DATA */
    gsize missing;                       /* PLAIN_GAP: so many bytes, more or less */
};

void plain_tap_register(void);

/* Called at every visit of a packet, in the order of what it holds. */
void plain_tap_opened(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      const struct record_note *note, packet_info *pinfo);
void plain_tap_data(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                    tvbuff_t *data, packet_info *pinfo);
void plain_tap_gap(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                   gsize missing, packet_info *pinfo);
void plain_tap_end(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                   gboolean is_reset, packet_info *pinfo);

#endif
