/* recognise.c - whether bytes are the beginning of one of our protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/recognise.h"

#include "pct1/pct1_messages.h"
#include "ssl2/ssl2_handshake.h"
#include "ssl2/ssl2_messages.h"

#define RECORD_HEADER 2
#define CLIENT_HELLO_FIXED 9
#define VERSION_END 3 /* in a CLIENT-HELLO */
#define SERVER_HELLO_FIXED 11
#define SSL2_VERSION 0x0002
#define SSL3_MAJOR 3
#define PCT1_VERSION 0x8000 /* the bit that tells PCT from SSL (draft-benaloh 3) */
#define PCT1_CLIENT_HELLO_FIXED 80
#define PCT1_CH_OFFSET 68 /* in the message */
#define PCT1_CH_LENGTHS 70
#define PCT1_CH_OFFSET_V1 10
#define PCT1_SERVER_HELLO_FIXED 56
#define PCT1_SH_LENGTHS 48
#define PCT1_ERROR_LEN 5

static guint16 get16(const guint8 *p)
{
    return (guint16)(p[0] << 8 | p[1]);
}

/* The record length of a two-byte header; hellos have no padding. 0 if it is no such header. */
static guint16 record_length(const guint8 *p)
{
    return p[0] & 0x80 ? get16(p) & 0x7fff : 0;
}

static gboolean is_random_length(guint16 len)
{
    return len >= 16 && len <= 32;
}

/* draft-hickman 5.5.1, from the type byte on */
static gboolean ssl2_client_hello_agrees(const guint8 *hello, guint16 length)
{
    const guint16 specs = get16(hello + 3), session_id = get16(hello + 5),
                  challenge = get16(hello + 7);

    return specs != 0 && specs % 3 == 0 && (session_id == 0 || session_id == 16) &&
           is_random_length(challenge) &&
           length == CLIENT_HELLO_FIXED + specs + session_id + challenge;
}

/* draft-hickman 5.6.1 */
static gboolean server_hello_agrees(const guint8 *hello, guint16 length)
{
    const guint16 certificate = get16(hello + 5), specs = get16(hello + 7),
                  connection_id = get16(hello + 9);

    return hello[1] <= 1 && specs % 3 == 0 && is_random_length(connection_id) &&
           (hello[1] == 1) == (certificate == 0) &&
           length == SERVER_HELLO_FIXED + certificate + specs + connection_id;
}

/* The sum of `count` two-byte lengths. */
static guint32 sum_lengths(const guint8 *lengths, guint count)
{
    guint32 sum = 0;

    for (guint i = 0; i < count; i++)
        sum += get16(lengths + 2 * i);
    return sum;
}

/* draft-benaloh 5.2.1; a later version may have more fields before the lists */
static gboolean pct1_client_hello_agrees(const guint8 *hello, guint16 length)
{
    const guint16 offset = get16(hello + PCT1_CH_OFFSET);

    return offset >= PCT1_CH_OFFSET_V1 &&
           length == PCT1_CH_LENGTHS + offset + sum_lengths(hello + PCT1_CH_LENGTHS, 5);
}

/* draft-benaloh 5.2.2 */
static gboolean pct1_server_hello_agrees(const guint8 *hello, guint16 length)
{
    return get16(hello + 2) & PCT1_VERSION &&
           length == PCT1_SERVER_HELLO_FIXED + sum_lengths(hello + PCT1_SH_LENGTHS, 4);
}

static enum hello client_hello_kind(const guint8 *hello)
{
    const guint16 version = get16(hello + 1);

    if (version & PCT1_VERSION)
        return HELLO_PCT1_CLIENT;

    if (version == SSL2_VERSION)
        return HELLO_SSL2_CLIENT;
    return version >> 8 == SSL3_MAJOR ? HELLO_SSL2_FORMAT : HELLO_NONE;
}

/* How much of a CLIENT-HELLO must be there for its length fields to be held against each other. */
static gsize client_hello_fixed(const guint8 *hello)
{
    return client_hello_kind(hello) == HELLO_PCT1_CLIENT ? PCT1_CLIENT_HELLO_FIXED
                                                         : CLIENT_HELLO_FIXED;
}

static gboolean client_hello_agrees(const guint8 *hello, guint16 length)
{
    return client_hello_kind(hello) == HELLO_PCT1_CLIENT ? pct1_client_hello_agrees(hello, length)
                                                         : ssl2_client_hello_agrees(hello, length);
}

/* A PCT client may be wrong about its lengths, and be told so: as a stream's first bytes its hello
 * counts all the same. */
static enum hello recognise_client_hello(const guint8 *hello, gsize len, guint16 length,
                                         gboolean is_first_byte)
{
    const enum hello kind = client_hello_kind(hello);

    if (len < client_hello_fixed(hello))
        return is_first_byte ? kind : HELLO_NONE;
    if (client_hello_agrees(hello, length) || (is_first_byte && kind == HELLO_PCT1_CLIENT))
        return kind;
    return HELLO_NONE;
}

enum hello recognise_hello(struct legacyssl_bytes bytes, gboolean is_first_byte)
{
    const guint8 *hello = bytes.data + RECORD_HEADER;

    if (bytes.len < HELLO_LEAST || record_length(bytes.data) == 0)
        return HELLO_NONE;
    const gsize len = bytes.len - RECORD_HEADER;
    const guint16 length = record_length(bytes.data);
    if (hello[0] == SSL2_CLIENT_HELLO)
        return recognise_client_hello(hello, len, length, is_first_byte);
    if (hello[0] == SSL2_SERVER_HELLO && len >= SERVER_HELLO_FIXED &&
        get16(hello + 3) == SSL2_VERSION && server_hello_agrees(hello, length))
        return HELLO_SSL2_SERVER;
    if (hello[0] == PCT1_SERVER_HELLO && len >= PCT1_SERVER_HELLO_FIXED &&
        pct1_server_hello_agrees(hello, length))
        return HELLO_PCT1_SERVER;
    if (is_first_byte && len == length && length >= PCT1_ERROR_LEN &&
        pct1_is_error((struct legacyssl_bytes){hello, len}))
        return HELLO_PCT1_SERVER;
    return HELLO_NONE;
}

gboolean recognise_beginning(struct legacyssl_bytes bytes)
{
    return bytes.len != 0 && bytes.len < HELLO_LEAST && bytes.data[0] & 0x80 &&
           (bytes.len <= RECORD_HEADER || bytes.data[RECORD_HEADER] == SSL2_CLIENT_HELLO);
}

gboolean recognise_pct1_answer(struct legacyssl_bytes message)
{
    return pct1_is_error(message) ||
           (message.len >= PCT1_SERVER_HELLO_FIXED && message.data[0] == PCT1_SERVER_HELLO &&
            pct1_server_hello_agrees(message.data, (guint16)message.len));
}

gboolean recognise_pct1_hello(struct legacyssl_bytes message)
{
    const guint16 length = (guint16)message.len;

    if (message.len < VERSION_END)
        return FALSE;
    if (message.data[0] == PCT1_CLIENT_HELLO)
        return recognise_client_hello(message.data, message.len, length, FALSE) != HELLO_NONE;
    return recognise_pct1_answer(message);
}

gboolean recognise_tls_hello(struct legacyssl_bytes bytes, enum legacyssl_side *sender)
{
    /* RFC 2246 6.2.1, 7.4: content type, major version; then a length; message type and the high
     * byte of its length */
    enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, MESSAGE_TYPE = 5 };
    static const struct {
        gsize offset;
        guint8 value;
    } known[] = {{0, 22}, {1, 3}, {6, 0}};

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        if (bytes.len > known[i].offset && bytes.data[known[i].offset] != known[i].value)
            return FALSE;
    const guint8 type = bytes.len > MESSAGE_TYPE ? bytes.data[MESSAGE_TYPE] : CLIENT_HELLO;
    *sender = type == SERVER_HELLO ? LEGACYSSL_SERVER : LEGACYSSL_CLIENT;
    return bytes.len != 0 && (type == CLIENT_HELLO || type == SERVER_HELLO);
}
