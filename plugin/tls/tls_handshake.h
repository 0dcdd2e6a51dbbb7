/* tls_handshake.h - what the messages of an SSL 3.0 or TLS 1.0 handshake leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Only what the keys and the Finished messages need: the built-in dissector draws the messages.
 */
#ifndef LEGACYSSL_TLS_HANDSHAKE_H
#define LEGACYSSL_TLS_HANDSHAKE_H

#include "bytes/unread.h"
#include "secrets/input_frames.h"

#define TLS_RANDOM_SIZE 32

/* RFC 2246 7.4, RFC 5077 3.3 */
enum tls_message_type {
    TLS_HELLO_REQUEST = 0,
    TLS_CLIENT_HELLO = 1,
    TLS_SERVER_HELLO = 2,
    TLS_NEW_SESSION_TICKET = 4,
    TLS_CERTIFICATE = 11,
    TLS_SERVER_KEY_EXCHANGE = 12,
    TLS_CERTIFICATE_REQUEST = 13,
    TLS_CLIENT_KEY_EXCHANGE = 16,
    TLS_FINISHED = 20,
};

struct secret;

/* One handshake: a conversation has another one for each renegotiation. */
struct tls_handshake {
    guint8 client_random[TLS_RANDOM_SIZE], server_random[TLS_RANDOM_SIZE];
    guint16 client_version; /* of ClientHello: the latest that the client has */
    guint16 offered_version; /* the same, or what an extension offers beyond it (RFC 8446 4.2.1) */
    guint16 version;        /* of ServerHello */
    guint32 cipher_suite;
    guint8 compression;
    bool has_client_random, has_server_random;
    bool has_extended_master_secret;
    bool has_secure_renegotiation; /* RFC 5746, by ServerHello */
    bool is_fallback;              /* RFC 7507: the client has offered more before */
    bool wants_certificate;        /* CertificateRequest was seen ... */
    bool has_no_certificate;       /* ... and the client has none */
    bool has_server_key_exchange; /* the exchange's key is not the certificate's */
    bool is_premaster_tried;      /* with the server's RSA key, which takes long: once is enough */
    bool is_incomplete;           /* messages are missing: the transcript proves nothing */
    guint8 suite_size;            /* of `suites`: 3 in the format of SSL 2.0 */
    struct legacyssl_record_options options;
    struct input_frames frames;
    struct legacyssl_bytes suites;              /* of ClientHello, suite_size bytes each */
    struct legacyssl_bytes session_id;          /* of ServerHello */
    struct legacyssl_bytes ticket_offered;      /* of ClientHello */
    struct legacyssl_bytes ticket_issued;       /* of NewSessionTicket */
    struct legacyssl_bytes certificate;         /* the server's own */
    struct legacyssl_bytes encrypted_premaster; /* of ClientKeyExchange with RSA */
    const struct secret *premaster; /* what the server's RSA key made of it; NULL: nothing */
    wmem_array_t *transcript;                   /* all messages so far, NULL until the first */
    gsize session_hash_len; /* how much of it the session hash covers: up to ClientKeyExchange */
};

/* A whole message was put together: type and length stand before its body. */
typedef void (*tls_message_function)(struct legacyssl_bytes message, void *data);

/* Add the content of a handshake record to what is unread of its sender's messages; calls `function`
 * for every message that it completes. FALSE if a message is longer than any real one: nothing more
 * will be understood. */
gboolean tls_messages_add(struct unread *unread, struct legacyssl_bytes content,
                          tls_message_function function, void *data);

/* Whether this is a full handshake, by the messages that only such a one has. */
gboolean tls_handshake_is_full(const struct tls_handshake *handshake);

/* Whether this resumes a session, where `first` is the first to send ChangeCipherSpec: the server
 * is it in a resumed one, or where the client's part is missing. */
gboolean tls_handshake_is_resumed(const struct tls_handshake *handshake, enum legacyssl_side first);

/* A new, empty handshake in file scope. */
struct tls_handshake *tls_handshake_new(void);

/* Take note of a whole message, with its header of four bytes, that ends in `frame`. */
void tls_handshake_message_seen(struct tls_handshake *handshake, struct legacyssl_bytes message,
                                guint32 frame);

/* The same of an SSL 2.0-format CLIENT-HELLO, without its record header. FALSE if it is none. */
gboolean tls_handshake_ssl2_hello_seen(struct tls_handshake *handshake,
                                       struct legacyssl_bytes hello, guint32 frame);

/* All messages so far. */
struct legacyssl_bytes tls_handshake_transcript(const struct tls_handshake *handshake);

/* Free the transcript, when both Finished messages were seen. */
void tls_handshake_done(struct tls_handshake *handshake);

#endif
