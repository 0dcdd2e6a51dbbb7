/* conversation.h - what is remembered of one TCP conversation, for the lifetime of the file
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * State changes on the first pass only. What later passes need to draw the same is in the record
 * notes (record_note.h).
 */
#ifndef LEGACYSSL_CONVERSATION_H
#define LEGACYSSL_CONVERSATION_H

#include "wireshark/compat.h"

#include "state/hello_facts.h"
#include "state/sender.h"

#include <epan/conversation.h>

struct pct1_state;
struct ssl2_handshake;
struct tls_conversation;
struct tls_reading;
struct tls_takeover;

/* What a side has sent before the conversation could be told to be ours. */
struct stream_prefix {
    enum legacyssl_side side;
    guint32 seq; /* TCP sequence number of its first byte */
    struct legacyssl_bytes bytes;
};

/* A client's hello that only the answer told to be one. */
struct answered_hello {
    guint32 answer_frame;
    guint32 frame, seq; /* its own; TCP's sequence number as TCP shows it */
    struct legacyssl_bytes record;
};

struct legacyssl_conversation {
    guint32 stream; /* legacyssl.stream */
    enum legacyssl_protocol protocol;
    guint32 protocol_since; /* before this frame it was taken for SSL 2.0; 0: it never was */
    bool is_claimed : 1;    /* ours to dissect; else only looked at */
    bool is_opened : 1;     /* a record of it was decrypted, and can be believed */
    bool has_overflowing_hello : 1; /* MS04-011's, to be proved by its answer */

    address client, server; /* the client is who sent the client's hello, or received the server's */
    guint32 client_port;
    guint32 server_port;
    struct hello_facts hello;
    const struct stream_prefix *prefix; /* NULL: none */
    const struct answered_hello *answered; /* NULL: none */
    struct sender *sender; /* two, by enum legacyssl_side; NULL until it is claimed */
    guint32
        app_port; /* the server's as applications see it: behind a proxy another one than TCP's */
    guint32 builtin_stream; /* what the built-in calls it, if it has seen its hello; 0 before 4.6 */
    dissector_handle_t app_dissector; /* to whom application data go; NULL: not known yet */

    /* What each protocol remembers of it, each in its own room. */
    struct ssl2_handshake *ssl2;  /* NULL unless it is SSL 2.0 or PCT, or begins like it */
    struct pct1_state *pct1;      /* NULL unless it is SSL 2.0 or PCT */
    struct tls_conversation *tls; /* NULL unless it is SSL 3.0 or TLS 1.0, and claimed */
    struct tls_reading *reading;   /* NULL: no SSL 3.0 or TLS hello was seen */
    struct tls_takeover *takeover; /* the same */
    wmem_array_t *findings;        /* what is wrong with it (findings.h); NULL: nothing so far */
};

/* The state of this packet's conversation, which TCP has told pinfo; NULL if it has none. */
struct legacyssl_conversation *legacyssl_conversation_find(packet_info *pinfo);

/* A new state for `conversation`: `side` is who sends this packet, from source_port to
 * destination_port. */
struct legacyssl_conversation *
legacyssl_conversation_new(conversation_t *conversation, packet_info *pinfo,
                           enum legacyssl_side side, guint32 source_port, guint32 destination_port);

/* From now on the conversation is ours to dissect, as `protocol`; what the protocol itself remembers
 * is its own to begin. */
void legacyssl_conversation_claim(struct legacyssl_conversation *state,
                                  enum legacyssl_protocol protocol);

/* What the conversation's protocol is in this frame: an SSL 2.0 CLIENT-HELLO that offers PCT stays
 * one when the server has chosen PCT. */
enum legacyssl_protocol
legacyssl_conversation_protocol(const struct legacyssl_conversation *conversation, guint32 frame);

/* Who sends this packet. */
enum legacyssl_side legacyssl_conversation_side(const struct legacyssl_conversation *conversation,
                                                const packet_info *pinfo);

/* Who sends from `source`, its port `source_port`. */
enum legacyssl_side legacyssl_conversation_sender(const struct legacyssl_conversation *conversation,
                                                  const address *source, guint32 source_port);

/* How many streams there are. */
guint32 legacyssl_conversation_count(void);

/* Begin counting streams anew, at each file. */
void legacyssl_conversation_reset(void);

#endif
