/* recognise.c - whether bytes are the beginning of one of our protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/recognise.h"

#include "pct1/pct1_hello.h"
#include "ssl2/ssl2_hello.h"

static const struct {
    enum hello_proof (*proof)(struct legacyssl_bytes bytes);
    enum legacyssl_side sender;
    enum legacyssl_protocol protocol;
} hellos[HELLOS] = {
    [HELLO_SSL2_CLIENT] = {ssl2_client_hello_proof, LEGACYSSL_CLIENT, LEGACYSSL_SSL2},
    [HELLO_SSL2_FORMAT] = {ssl2_format_hello_proof, LEGACYSSL_CLIENT, LEGACYSSL_SSL2},
    [HELLO_SSL2_SERVER] = {ssl2_server_hello_proof, LEGACYSSL_SERVER, LEGACYSSL_SSL2},
    [HELLO_PCT1_CLIENT] = {pct1_client_hello_proof, LEGACYSSL_CLIENT, LEGACYSSL_PCT1},
    [HELLO_PCT1_SERVER] = {pct1_server_hello_proof, LEGACYSSL_SERVER, LEGACYSSL_PCT1},
    [HELLO_PCT1_ERROR] = {pct1_error_proof, LEGACYSSL_SERVER, LEGACYSSL_PCT1},
};

struct recognised recognise_hello(struct legacyssl_bytes bytes)
{
    struct recognised best = {HELLO_SSL2_CLIENT, HELLO_IMPOSSIBLE};

    if (bytes.len == 0 || !(bytes.data[0] & 0x80)) /* nearly everything */
        return best;
    for (enum hello hello = 0; hello < HELLOS; hello++) {
        const enum hello_proof proof = hellos[hello].proof(bytes);
        if (proof > best.proof)
            best = (struct recognised){hello, proof};
    }
    return best;
}

enum legacyssl_side hello_sender(enum hello hello)
{
    return hellos[hello].sender;
}

enum legacyssl_protocol hello_protocol(enum hello hello)
{
    return hellos[hello].protocol;
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

gboolean recognise_tds_hello(struct legacyssl_bytes bytes)
{
    /* MS-TDS 2.2.3.1: type, status, a length that counts the header, too */
    enum { PRELOGIN = 0x12, LAST_STATUS = 1, TDS_HEADER = 8, HELLO_HEADERS = 5 + 4 };
    const gsize least = TDS_HEADER + HELLO_HEADERS;
    enum legacyssl_side sender;

    if (bytes.len < least || bytes.data[0] != PRELOGIN || bytes.data[1] > LAST_STATUS ||
        (gsize)(bytes.data[2] << 8 | bytes.data[3]) < least)
        return FALSE;
    const struct legacyssl_bytes inside = {bytes.data + TDS_HEADER, bytes.len - TDS_HEADER};
    const struct recognised older = recognise_hello(inside);
    return (recognise_tls_hello(inside, &sender) && sender == LEGACYSSL_CLIENT) ||
           (older.proof == HELLO_PROVEN && older.hello == HELLO_SSL2_FORMAT);
}
