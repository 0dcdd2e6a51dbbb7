/* recognise.c - whether bytes are the beginning of one of our protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise.h"

#include "ssl2_handshake.h"

#define RECORD_HEADER 2
#define CLIENT_HELLO_FIXED 9
#define SERVER_HELLO_FIXED 11
#define SSL2_VERSION 0x0002
#define SSL3_MAJOR 3

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
static gboolean client_hello_agrees(const guint8 *hello, guint16 length)
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

static enum hello client_hello_kind(const guint8 *hello)
{
    const guint16 version = get16(hello + 1);

    if (version == SSL2_VERSION)
        return HELLO_SSL2_CLIENT;
    return version >> 8 == SSL3_MAJOR ? HELLO_SSL2_FORMAT : HELLO_NONE;
}

enum hello recognise_hello(struct legacyssl_bytes bytes, gboolean is_first_byte)
{
    const guint8 *hello = bytes.data + RECORD_HEADER;

    if (bytes.len < RECORD_HEADER + 3 || record_length(bytes.data) == 0)
        return HELLO_NONE;
    const guint16 length = record_length(bytes.data);
    if (hello[0] == SSL2_CLIENT_HELLO) {
        if (bytes.len < RECORD_HEADER + CLIENT_HELLO_FIXED)
            return is_first_byte ? client_hello_kind(hello) : HELLO_NONE;
        return client_hello_agrees(hello, length) ? client_hello_kind(hello) : HELLO_NONE;
    }
    if (hello[0] == SSL2_SERVER_HELLO && bytes.len >= RECORD_HEADER + SERVER_HELLO_FIXED &&
        get16(hello + 3) == SSL2_VERSION && server_hello_agrees(hello, length))
        return HELLO_SSL2_SERVER;
    return HELLO_NONE;
}

gboolean recognise_tls_hello(struct legacyssl_bytes bytes)
{
    /* RFC 2246 6.2.1, 7.4: content type, major version; then a length; message type and the high
     * byte of its length */
    static const struct {
        gsize offset;
        guint8 value;
    } known[] = {{0, 22}, {1, 3}, {5, 1}, {6, 0}};

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        if (bytes.len > known[i].offset && bytes.data[known[i].offset] != known[i].value)
            return FALSE;
    return bytes.len != 0;
}
