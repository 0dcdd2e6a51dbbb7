/* fuzz_handshake.c - handshake messages of every protocol: how they are recognised and taken apart
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: how large the pieces are in which a handshake of TLS comes, then the messages.
 */
#include "input.h"
#include "wireshark_start.h"

#include "show/message_layout.h"
#include "pct1/pct1_hello.h"
#include "pct1/pct1_messages.h"
#include "recognise/recognise.h"
#include "ssl2/ssl2_messages.h"
#include "tls/tls_handshake.h"
#include "tls/tls_record_header.h"

#include <string.h>

#define INPUTS_OF_A_FILE 1000

int LLVMFuzzerInitialize(int *argc G_GNUC_UNUSED, char ***argv)
{
    wireshark_start((*argv)[0]);
    return 0;
}

static void parse(const struct message_layout *layouts, struct legacyssl_bytes bytes)
{
    struct parsed_message message;

    if (!message_parse(layouts, bytes, &message))
        return;
    ALWAYS(message.len <= bytes.len);
    for (guint row = 0; message.layout->fields[row].kind != FIELD_END; row++) {
        ALWAYS(row < LAYOUT_MAX_FIELDS);
        const struct legacyssl_bytes field = message_field(&message, bytes, row);
        ALWAYS(field.data >= bytes.data && field.data + field.len <= bytes.data + bytes.len);
        if (field.len <= 4)
            message_number(&message, bytes, row);
    }
}

static void recognise(struct legacyssl_bytes bytes)
{
    enum legacyssl_side sender;

    recognise_hello(bytes);
    recognise_tls_hello(bytes, &sender);
    pct1_is_answer(bytes);
    pct1_begins_handshake(bytes);
    pct1_is_error(bytes);
    if (bytes.len >= TLS_RECORD_HEADER)
        tls_is_record_header(bytes.data);
}

static void message_seen(struct legacyssl_bytes message, void *data)
{
    tls_handshake_message_seen(data, message, 1);
}

static struct tls_handshake *read_tls(struct legacyssl_bytes bytes, size_t piece)
{
    struct tls_handshake *handshake = tls_handshake_new();
    struct unread messages = {NULL};

    for (size_t start = 0; start < bytes.len; start += piece)
        tls_messages_add(&messages,
                         (struct legacyssl_bytes){bytes.data + start, MIN(piece, bytes.len - start)},
                         message_seen, handshake);
    return handshake;
}

static gboolean same(struct legacyssl_bytes one, struct legacyssl_bytes other)
{
    return one.len == other.len && (one.len == 0 || memcmp(one.data, other.data, one.len) == 0);
}

/* What is learnt does not depend on the pieces. */
static void compare_tls(struct legacyssl_bytes bytes, size_t piece)
{
    struct tls_handshake *whole = read_tls(bytes, bytes.len), *pieces = read_tls(bytes, piece);

    ALWAYS(memcmp(whole->client_random, pieces->client_random, TLS_RANDOM_SIZE) == 0);
    ALWAYS(whole->cipher_suite == pieces->cipher_suite && whole->version == pieces->version);
    ALWAYS(same(whole->session_id, pieces->session_id));
    ALWAYS(same(whole->ticket_issued, pieces->ticket_issued));
    ALWAYS(same(whole->encrypted_premaster, pieces->encrypted_premaster));
    ALWAYS(same(tls_handshake_transcript(whole), tls_handshake_transcript(pieces)));
    tls_handshake_done(whole);
    tls_handshake_done(pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static epan_t *file;
    static unsigned inputs;
    struct input in = {data, size};
    const size_t piece = 1 + take_byte(&in);
    uint8_t *copy = g_memdup2(in.at, in.left);
    const struct legacyssl_bytes bytes = {copy, in.left};

    if (inputs++ % INPUTS_OF_A_FILE == 0) {
        if (file != NULL)
            epan_free(file);
        file = wireshark_file_new();
    }
    if (bytes.len != 0) {
        recognise(bytes);
        parse(ssl2_messages, bytes);
        parse(pct1_layouts(bytes), bytes);
        tls_handshake_ssl2_hello_seen(tls_handshake_new(), bytes, 1);
        compare_tls(bytes, piece);
    }
    g_free(copy);
    return 0;
}
