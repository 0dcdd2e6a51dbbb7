/* ssl2_hello.c - whether bytes are a hello of SSL 2.0, or one in its format
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ssl2/ssl2_hello.h"

#include <glib.h>

#include "ssl2/ssl2_messages.h"

#define CLIENT_HELLO_FIXED 9
#define SERVER_HELLO_FIXED 11
#define SSL2_VERSION 0x0002
#define SSL3_MAJOR 3
#define MIN_RANDOM 16
#define MAX_CONNECTION_ID 32
#define SESSION_ID 16
#define SPEC 3

/* Of a hello, its header included. */
enum { TYPE = SSL2_HELLO_HEADER, CLIENT_VERSION = 3, CLIENT_LENGTHS = 5 };
enum { SERVER_HIT = 3, SERVER_VERSION = 5, SERVER_LENGTHS = 7 };

static guint16 get16(const guint8 *p)
{
    return (guint16)(p[0] << 8 | p[1]);
}

size_t ssl2_hello_record_length(struct legacyssl_bytes bytes)
{
    return bytes.len >= SSL2_HELLO_HEADER && bytes.data[0] & 0x80 ? get16(bytes.data) & 0x7fff : 0;
}

_Bool ssl2_hello_begins(struct legacyssl_bytes bytes, unsigned char type, size_t least)
{
    if (bytes.len == 0 || !(bytes.data[0] & 0x80))
        return FALSE;
    return (bytes.len < SSL2_HELLO_HEADER || ssl2_hello_record_length(bytes) >= least) &&
           (bytes.len <= TYPE || bytes.data[TYPE] == type);
}

/* Whether the byte at `offset`, if it is there, is `value`. */
static gboolean can_be(struct legacyssl_bytes bytes, gsize offset, guint8 value)
{
    return bytes.len <= offset || bytes.data[offset] == value;
}

static gboolean client_lengths_agree(struct legacyssl_bytes bytes)
{
    const guint8 *lengths = bytes.data + CLIENT_LENGTHS;
    const guint16 specs = get16(lengths), session_id = get16(lengths + 2),
                  challenge = get16(lengths + 4);

    return specs != 0 && specs % SPEC == 0 && (session_id == 0 || session_id == SESSION_ID) &&
           challenge >= MIN_RANDOM &&
           ssl2_hello_record_length(bytes) ==
               (gsize)CLIENT_HELLO_FIXED + specs + session_id + challenge;
}

static enum hello_proof client_proof(struct legacyssl_bytes bytes)
{
    if (!ssl2_hello_begins(bytes, SSL2_CLIENT_HELLO, CLIENT_HELLO_FIXED + SPEC + MIN_RANDOM))
        return HELLO_IMPOSSIBLE;
    if (bytes.len < SSL2_HELLO_LEAST)
        return HELLO_POSSIBLE;
    return client_lengths_agree(bytes) ? HELLO_PROVEN : HELLO_IMPOSSIBLE;
}

enum hello_proof ssl2_client_hello_proof(struct legacyssl_bytes bytes)
{
    if (!can_be(bytes, CLIENT_VERSION, SSL2_VERSION >> 8) ||
        !can_be(bytes, CLIENT_VERSION + 1, SSL2_VERSION & 0xff))
        return HELLO_IMPOSSIBLE;
    return client_proof(bytes);
}

enum hello_proof ssl2_format_hello_proof(struct legacyssl_bytes bytes)
{
    return can_be(bytes, CLIENT_VERSION, SSL3_MAJOR) ? client_proof(bytes) : HELLO_IMPOSSIBLE;
}

static gboolean server_lengths_agree(struct legacyssl_bytes bytes)
{
    const guint8 *lengths = bytes.data + SERVER_LENGTHS;
    const guint16 certificate = get16(lengths), specs = get16(lengths + 2),
                  connection_id = get16(lengths + 4);

    return specs % SPEC == 0 && connection_id >= MIN_RANDOM && connection_id <= MAX_CONNECTION_ID &&
           (bytes.data[SERVER_HIT] == 1) == (certificate == 0) &&
           ssl2_hello_record_length(bytes) ==
               (gsize)SERVER_HELLO_FIXED + certificate + specs + connection_id;
}

enum hello_proof ssl2_server_hello_proof(struct legacyssl_bytes bytes)
{
    if (!ssl2_hello_begins(bytes, SSL2_SERVER_HELLO, SERVER_HELLO_FIXED + MIN_RANDOM) ||
        (bytes.len > SERVER_HIT && bytes.data[SERVER_HIT] > 1) ||
        !can_be(bytes, SERVER_VERSION, SSL2_VERSION >> 8) ||
        !can_be(bytes, SERVER_VERSION + 1, SSL2_VERSION & 0xff))
        return HELLO_IMPOSSIBLE;
    if (bytes.len < SSL2_HELLO_HEADER + SERVER_HELLO_FIXED)
        return HELLO_POSSIBLE;
    return server_lengths_agree(bytes) ? HELLO_PROVEN : HELLO_IMPOSSIBLE;
}
