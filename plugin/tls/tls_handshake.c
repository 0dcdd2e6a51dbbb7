/* tls_handshake.c - what the messages of an SSL 3.0 or TLS 1.0 handshake leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_handshake.h"

#include "state/conversation.h"
#include "ssl2/ssl2_handshake.h"
#include "bytes/file_scope.h"
#include "ssl2/ssl2_messages.h"

#include <string.h>

#define MESSAGE_HEADER 4
#define MAX_MESSAGE (256 * 1024)
#define MAX_TRANSCRIPT (1024 * 1024)
#define SUITE_SIZE 2
#define SSL2_FORMAT_SUITE_SIZE 3
#define FALLBACK_SCSV 0x5600 /* RFC 7507 */

/* IANA's TLS ExtensionType values */
enum {
    EXTENSION_TRUNCATED_HMAC = 4,
    EXTENSION_ENCRYPT_THEN_MAC = 22,
    EXTENSION_EXTENDED_MASTER_SECRET = 23,
    EXTENSION_SESSION_TICKET = 35,
    EXTENSION_SUPPORTED_VERSIONS = 43,
    EXTENSION_RENEGOTIATION_INFO = 0xff01,
};

/* What is left to read. Reading beyond the end gives zeros and empty bytes and is remembered. */
struct reader {
    const guint8 *at;
    gsize left;
    gboolean overrun;
};

static struct legacyssl_bytes take(struct reader *r, gsize len)
{
    struct legacyssl_bytes bytes = {r->at, len};

    if (len > r->left) {
        r->overrun = TRUE;
        r->left = 0;
        return (struct legacyssl_bytes){NULL, 0};
    }
    if (len != 0) /* C leaves open what NULL and nothing are */
        r->at += len;
    r->left -= len;
    return bytes;
}

static guint32 take_number(struct reader *r, gsize size)
{
    const struct legacyssl_bytes bytes = take(r, size);
    guint32 value = 0;

    for (gsize i = 0; i < bytes.len; i++)
        value = value << 8 | bytes.data[i];
    return value;
}

/* A vector of RFC 2246 4.3: its length in `size` bytes, then itself. */
static struct legacyssl_bytes take_vector(struct reader *r, gsize size)
{
    return take(r, take_number(r, size));
}

struct tls_handshake *tls_handshake_new(void)
{
    return wmem_new0(wmem_file_scope(), struct tls_handshake);
}

/* ---- messages ------------------------------------------------------------------------------- */

static void take_random(struct reader *r, guint8 *random, bool *has_random)
{
    const struct legacyssl_bytes bytes = take(r, TLS_RANDOM_SIZE);

    *has_random = bytes.len == TLS_RANDOM_SIZE;
    if (*has_random)
        memcpy(random, bytes.data, bytes.len);
}

/* Calls `seen` for each extension (RFC 3546 2.3). */
static void take_extensions(struct reader *r, struct tls_handshake *handshake,
                            void (*seen)(struct tls_handshake *, guint32 type,
                                         struct legacyssl_bytes))
{
    const struct legacyssl_bytes all = take_vector(r, 2);
    struct reader extensions = {all.data, all.len, FALSE};

    while (extensions.left != 0) {
        const guint32 type = take_number(&extensions, 2);
        seen(handshake, type, take_vector(&extensions, 2));
    }
}

/* RFC 8446 4.2.1; RFC 8701's are none. */
static void take_versions(struct tls_handshake *handshake, struct legacyssl_bytes extension)
{
    enum { LATEST = 0x0304 };
    struct reader r = {extension.data, extension.len, FALSE};
    const struct legacyssl_bytes all = take_vector(&r, 1);

    for (gsize i = 0; i + 2 <= all.len; i += 2) {
        const guint16 version = (guint16)(all.data[i] << 8 | all.data[i + 1]);
        if (version <= LATEST)
            handshake->offered_version = MAX(handshake->offered_version, version);
    }
}

static void client_extension(struct tls_handshake *handshake, guint32 type,
                             struct legacyssl_bytes extension)
{
    if (type == EXTENSION_SESSION_TICKET)
        handshake->ticket_offered = file_scope_bytes(extension);
    else if (type == EXTENSION_SUPPORTED_VERSIONS)
        take_versions(handshake, extension);
}

static void server_extension(struct tls_handshake *handshake, guint32 type,
                             struct legacyssl_bytes extension _U_)
{
    if (type == EXTENSION_ENCRYPT_THEN_MAC)
        handshake->options.encrypt_then_mac = true;
    else if (type == EXTENSION_TRUNCATED_HMAC)
        handshake->options.truncated_hmac = true;
    else if (type == EXTENSION_RENEGOTIATION_INFO)
        handshake->has_secure_renegotiation = TRUE;
    else if (type == EXTENSION_EXTENDED_MASTER_SECRET)
        handshake->has_extended_master_secret = TRUE;
}

static gboolean has_suite(struct legacyssl_bytes suites, guint16 suite)
{
    for (gsize i = 0; i + SUITE_SIZE <= suites.len; i += SUITE_SIZE)
        if ((suites.data[i] << 8 | suites.data[i + 1]) == suite)
            return TRUE;
    return FALSE;
}

/* RFC 2246 7.4.1.2 */
static void client_hello_seen(struct tls_handshake *handshake, struct reader *r)
{
    handshake->client_version = handshake->offered_version = (guint16)take_number(r, 2);
    take_random(r, handshake->client_random, &handshake->has_client_random);
    take_vector(r, 1); /* session_id */
    handshake->suites = file_scope_bytes(take_vector(r, 2));
    handshake->suite_size = SUITE_SIZE;
    handshake->is_fallback = has_suite(handshake->suites, FALLBACK_SCSV);
    take_vector(r, 1); /* compression_methods */
    take_extensions(r, handshake, client_extension);
}

/* RFC 2246 7.4.1.3 */
static void server_hello_seen(struct tls_handshake *handshake, struct reader *r)
{
    handshake->version = (guint16)take_number(r, 2);
    take_random(r, handshake->server_random, &handshake->has_server_random);
    handshake->session_id = file_scope_bytes(take_vector(r, 1));
    handshake->cipher_suite = take_number(r, 2);
    handshake->compression = (guint8)take_number(r, 1);
    if (r->overrun) /* no suite: its zeros would be the suite that does nothing */
        handshake->has_server_random = FALSE;
    take_extensions(r, handshake, server_extension);
}

/* RFC 2246 7.4.2: the sender's own is the first of the list. The server sends its before the
 * client. */
static void certificate_seen(struct tls_handshake *handshake, struct reader *r)
{
    const guint32 list = take_number(r, 3);

    if (handshake->certificate.len != 0) {
        handshake->has_no_certificate = list == 0;
        return;
    }
    handshake->certificate = file_scope_bytes(take_vector(r, 3));
}

/* RFC 2246 7.4.7.1: TLS puts a length before the encrypted premaster secret, SSL 3.0 does not. */
static void client_key_exchange_seen(struct tls_handshake *handshake, struct reader *r)
{
    const gboolean has_length = handshake->version != legacyssl_protocol_version(LEGACYSSL_SSL3);

    handshake->encrypted_premaster =
        file_scope_bytes(has_length ? take_vector(r, 2) : take(r, r->left));
    handshake->session_hash_len = tls_handshake_transcript(handshake).len;
}

/* RFC 5077 3.3 */
static void new_session_ticket_seen(struct tls_handshake *handshake, struct reader *r)
{
    take_number(r, 4); /* ticket_lifetime_hint */
    handshake->ticket_issued = file_scope_bytes(take_vector(r, 2));
}

static void add_to_transcript(struct tls_handshake *handshake, struct legacyssl_bytes message)
{
    if (handshake->transcript == NULL)
        handshake->transcript = wmem_array_sized_new(wmem_file_scope(), 1, 4096);
    if (wmem_array_get_count(handshake->transcript) + message.len <= MAX_TRANSCRIPT)
        wmem_array_append(handshake->transcript, message.data, (guint)message.len);
}

void tls_handshake_message_seen(struct tls_handshake *handshake, struct legacyssl_bytes message,
                                guint32 frame)
{
    struct reader r = {message.data + MESSAGE_HEADER, message.len - MESSAGE_HEADER, FALSE};

    if (message.data[0] == TLS_HELLO_REQUEST) /* RFC 2246 7.4.1.1: not in the handshake hashes */
        return;
    add_to_transcript(handshake, message);
    switch (message.data[0]) {
    case TLS_CLIENT_HELLO:
        handshake->frames.client_hello = frame;
        client_hello_seen(handshake, &r);
        break;
    case TLS_SERVER_HELLO:
        handshake->frames.server_hello = frame;
        server_hello_seen(handshake, &r);
        break;
    case TLS_CERTIFICATE:
        certificate_seen(handshake, &r);
        break;
    case TLS_SERVER_KEY_EXCHANGE:
        handshake->has_server_key_exchange = TRUE;
        break;
    case TLS_CERTIFICATE_REQUEST:
        handshake->wants_certificate = TRUE;
        break;
    case TLS_CLIENT_KEY_EXCHANGE:
        handshake->frames.client_key = frame;
        client_key_exchange_seen(handshake, &r);
        break;
    case TLS_NEW_SESSION_TICKET:
        new_session_ticket_seen(handshake, &r);
        break;
    default:
        break;
    }
}

/* RFC 2246 Appendix E.1: the challenge is the client random, zeros before it. */
gboolean tls_handshake_ssl2_hello_seen(struct tls_handshake *handshake,
                                       struct legacyssl_bytes hello, guint32 frame)
{
    struct parsed_message message;

    if (!message_parse(ssl2_messages, hello, &message) ||
        message.layout->type != SSL2_CLIENT_HELLO || message.is_cut_short)
        return FALSE;
    const struct legacyssl_bytes challenge = ssl2_client_hello_challenge(&message, hello);
    if (challenge.len == 0 || challenge.len > TLS_RANDOM_SIZE)
        return FALSE;
    memcpy(handshake->client_random + TLS_RANDOM_SIZE - challenge.len, challenge.data,
           challenge.len);
    handshake->has_client_random = TRUE;
    handshake->frames.client_hello = frame;
    handshake->client_version = handshake->offered_version =
        ssl2_client_hello_version(&message, hello);
    handshake->suites = file_scope_bytes(message_field(&message, hello, SSL2_CH_SPECS));
    handshake->suite_size = SSL2_FORMAT_SUITE_SIZE;
    add_to_transcript(handshake, hello);
    return TRUE;
}

struct legacyssl_bytes tls_handshake_transcript(const struct tls_handshake *handshake)
{
    if (handshake->transcript == NULL)
        return (struct legacyssl_bytes){NULL, 0};
    return (struct legacyssl_bytes){wmem_array_get_raw(handshake->transcript),
                                    wmem_array_get_count(handshake->transcript)};
}

gboolean tls_handshake_is_full(const struct tls_handshake *handshake)
{
    return handshake->certificate.len != 0 || handshake->has_server_key_exchange ||
           handshake->session_hash_len != 0;
}

gboolean tls_handshake_is_resumed(const struct tls_handshake *handshake, enum legacyssl_side first)
{
    return first == LEGACYSSL_SERVER && !tls_handshake_is_full(handshake);
}

void tls_handshake_done(struct tls_handshake *handshake)
{
    if (handshake->transcript != NULL)
        wmem_destroy_array(handshake->transcript);
    handshake->transcript = NULL;
}

/* ---- messages out of records ---------------------------------------------------------------- */

static gsize message_size(const guint8 *header)
{
    return MESSAGE_HEADER + (gsize)(header[1] << 16 | header[2] << 8 | header[3]);
}

/* Calls `function` for the whole messages at the front; returns how many bytes they are. */
static gsize whole_messages(struct legacyssl_bytes bytes, tls_message_function function, void *data)
{
    gsize done = 0;

    while (bytes.len - done >= MESSAGE_HEADER) {
        const gsize size = message_size(bytes.data + done);
        if (size > bytes.len - done)
            break;
        function((struct legacyssl_bytes){bytes.data + done, size}, data);
        done += size;
    }
    return done;
}

gboolean tls_messages_add(struct unread *unread, struct legacyssl_bytes content,
                          tls_message_function function, void *data)
{
    const struct legacyssl_bytes all = unread_add(unread, content);
    const gsize done = whole_messages(all, function, data);

    unread_done(unread, all, done);
    return all.len - done <= MAX_MESSAGE;
}
