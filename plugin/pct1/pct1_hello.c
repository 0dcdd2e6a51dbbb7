/* pct1_hello.c - whether bytes are a hello of PCT 1.0, or how its server answers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/pct1_hello.h"

#include <glib.h>

#include "pct1/pct1_messages.h"
#include "ssl2/ssl2_hello.h"

#define VERSION_HIGH 0x80
#define VERSION_LOW 0x01
#define CLIENT_HELLO_FIXED 80
#define CLIENT_OFFSET_LEAST 10 /* CH_OFFSET counts from behind itself, where five lengths stand */
#define SERVER_HELLO_FIXED 56
#define ERROR_FIXED 5

/* In the messages, from the type byte on. */
enum { CLIENT_VERSION = 1, CLIENT_OFFSET = 68, CLIENT_LENGTHS = 70, CLIENT_LISTS = 5 };
enum { SERVER_VERSION = 2, SERVER_LENGTHS = 48, SERVER_LISTS = 4 };

static guint16 get16(const guint8 *p)
{
    return (guint16)(p[0] << 8 | p[1]);
}

static gboolean can_be(struct legacyssl_bytes bytes, gsize offset, guint8 value)
{
    return bytes.len <= offset || bytes.data[offset] == value;
}

static gboolean can_be_version(struct legacyssl_bytes bytes, gsize offset)
{
    return can_be(bytes, SSL2_HELLO_HEADER + offset, VERSION_HIGH) &&
           can_be(bytes, SSL2_HELLO_HEADER + offset + 1, VERSION_LOW);
}

/* 3: a client may offer a later version, whose hello begins like this one's. */
static gboolean can_be_client_version(struct legacyssl_bytes bytes)
{
    return can_be(bytes, SSL2_HELLO_HEADER + CLIENT_VERSION, VERSION_HIGH);
}

/* The sum of `count` two-byte lengths. */
static gsize sum_lengths(const guint8 *lengths, guint count)
{
    gsize sum = 0;

    for (guint i = 0; i < count; i++)
        sum += get16(lengths + 2 * i);
    return sum;
}

static gboolean client_lengths_agree(const guint8 *message, gsize length)
{
    const guint16 offset = get16(message + CLIENT_OFFSET);

    return offset >= CLIENT_OFFSET_LEAST &&
           length == CLIENT_LENGTHS + offset + sum_lengths(message + CLIENT_LENGTHS, CLIENT_LISTS);
}

static gboolean server_lengths_agree(const guint8 *message, gsize length)
{
    return length == SERVER_HELLO_FIXED + sum_lengths(message + SERVER_LENGTHS, SERVER_LISTS);
}

static gboolean is_whole_record(struct legacyssl_bytes bytes)
{
    return bytes.len >= SSL2_HELLO_HEADER + ssl2_hello_record_length(bytes);
}

enum hello_proof pct1_client_hello_proof(struct legacyssl_bytes bytes)
{
    const gsize length = ssl2_hello_record_length(bytes);

    if (!ssl2_hello_begins(bytes, PCT1_CLIENT_HELLO, CLIENT_VERSION + 2) ||
        !can_be_client_version(bytes))
        return HELLO_IMPOSSIBLE;
    if (length >= CLIENT_HELLO_FIXED && bytes.len >= PCT1_HELLO_LEAST &&
        client_lengths_agree(bytes.data + SSL2_HELLO_HEADER, length))
        return HELLO_PROVEN;
    if (bytes.len > SSL2_HELLO_HEADER + CLIENT_VERSION + 1 && is_whole_record(bytes))
        return can_be_version(bytes, CLIENT_VERSION) ? HELLO_CONTRADICTORY : HELLO_IMPOSSIBLE;
    return bytes.len < PCT1_HELLO_LEAST ? HELLO_POSSIBLE : HELLO_IMPOSSIBLE;
}

enum hello_proof pct1_server_hello_proof(struct legacyssl_bytes bytes)
{
    if (!ssl2_hello_begins(bytes, PCT1_SERVER_HELLO, SERVER_HELLO_FIXED) ||
        !can_be_version(bytes, SERVER_VERSION))
        return HELLO_IMPOSSIBLE;
    if (bytes.len < SSL2_HELLO_HEADER + SERVER_HELLO_FIXED)
        return HELLO_POSSIBLE;
    return server_lengths_agree(bytes.data + SSL2_HELLO_HEADER, ssl2_hello_record_length(bytes))
               ? HELLO_PROVEN
               : HELLO_IMPOSSIBLE;
}

enum hello_proof pct1_error_proof(struct legacyssl_bytes bytes)
{
    const gsize length = ssl2_hello_record_length(bytes);

    if (!ssl2_hello_begins(bytes, PCT1_ERROR, ERROR_FIXED))
        return HELLO_IMPOSSIBLE;
    if (bytes.len < SSL2_HELLO_HEADER + MAX(length, 1))
        return HELLO_POSSIBLE;
    return bytes.len == SSL2_HELLO_HEADER + length &&
                   pct1_is_error((struct legacyssl_bytes){bytes.data + SSL2_HELLO_HEADER, length})
               ? HELLO_PROVEN
               : HELLO_IMPOSSIBLE;
}

_Bool pct1_is_overflowing_hello(struct legacyssl_bytes bytes)
{
    /* As the rules have them: from the record's first byte on. */
    enum { SPECS = 6, SESSION_ID = 8, CHALLENGE = 10, MARK = 11, BEHIND_MARK = 12, LEAST = 14 };
    enum { MARK_VALUE = 0x8f, SESSION_ID_SIZE = 16, MAX_CHALLENGE = 20, MIN_BEHIND_MARK = 0x8000 };

    if (bytes.len < LEAST || !ssl2_hello_begins(bytes, PCT1_CLIENT_HELLO, 0) ||
        bytes.data[MARK] != MARK_VALUE)
        return FALSE;
    const guint16 session_id = get16(bytes.data + SESSION_ID);
    return get16(bytes.data + SPECS) > 0 && session_id != 0 && session_id != SESSION_ID_SIZE &&
           get16(bytes.data + CHALLENGE) > MAX_CHALLENGE &&
           get16(bytes.data + BEHIND_MARK) > MIN_BEHIND_MARK &&
           ssl2_client_hello_proof(bytes) != HELLO_PROVEN &&
           ssl2_format_hello_proof(bytes) != HELLO_PROVEN &&
           pct1_client_hello_proof(bytes) != HELLO_PROVEN;
}

_Bool pct1_is_answer(struct legacyssl_bytes message)
{
    return pct1_is_error(message) ||
           (message.len >= SERVER_HELLO_FIXED && message.data[0] == PCT1_SERVER_HELLO &&
            message.data[SERVER_VERSION] == VERSION_HIGH &&
            message.data[SERVER_VERSION + 1] == VERSION_LOW &&
            server_lengths_agree(message.data, message.len));
}

_Bool pct1_begins_handshake(struct legacyssl_bytes message)
{
    if (message.len >= CLIENT_HELLO_FIXED && message.data[0] == PCT1_CLIENT_HELLO)
        return message.data[CLIENT_VERSION] == VERSION_HIGH &&
               client_lengths_agree(message.data, message.len);
    return pct1_is_answer(message);
}
