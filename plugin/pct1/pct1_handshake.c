/* pct1_handshake.c - what the messages of PCT 1.0 leave behind
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/pct1_handshake.h"

#include "state/conversation.h"
#include "pct1/pct1_failure.h"
#include "pct1/pct1_keys.h"
#include "pct1/pct1_messages.h"
#include "ssl2/ssl2_record_header.h"
#include "pct1/security_escape.h"
#include "ssl2/ssl2_handshake.h"
#include "bytes/file_scope.h"
#include "ssl2/ssl2_messages.h"
#include "pct1/pct1_hello.h"
#include "secrets/security_parameters.h"

#define MIN_MAC_BITS 64

static gboolean has_hello_of(const struct pct1_handshake *handshake, enum legacyssl_side side)
{
    return side == LEGACYSSL_CLIENT ? handshake->has_client_hello : handshake->has_server_hello;
}

/* A hello belongs to the handshake that the other side has begun, or begins one. */
static struct pct1_handshake *begin_handshake(struct legacyssl_conversation *conversation,
                                              enum legacyssl_side side)
{
    struct pct1_state *state = conversation->pct1;
    struct pct1_handshake *theirs = state->side[other_side(side)].handshake;
    struct pct1_handshake *mine = state->side[side].handshake;

    if (theirs != NULL && theirs != mine && !has_hello_of(theirs, side))
        mine = theirs;
    else if (mine == NULL || has_hello_of(mine, side))
        mine = pct1_handshake_new(state);
    state->side[side].handshake = mine;
    state->side[side].is_protected = FALSE;
    conversation->sender[side].parameters = NULL;
    return mine;
}

static struct legacyssl_bytes keep(const struct parsed_message *message,
                                   struct legacyssl_bytes bytes, guint row)
{
    return file_scope_bytes(message_field(message, bytes, row));
}

static struct legacyssl_bytes keep_whole(const struct parsed_message *message,
                                         struct legacyssl_bytes bytes,
                                         const struct record_note *note)
{
    const struct legacyssl_bytes none = {NULL, 0};

    return message->is_cut_short || note->is_cut_short ? none : file_scope_bytes(bytes);
}

static void client_hello_seen(struct legacyssl_conversation *conversation,
                              const struct parsed_message *message, struct legacyssl_bytes bytes,
                              const struct record_note *note)
{
    struct pct1_handshake *handshake = begin_handshake(conversation, LEGACYSSL_CLIENT);

    handshake->has_client_hello = TRUE;
    handshake->frames.client_hello = note->frame;
    handshake->client_hello = keep_whole(message, bytes, note);
    if (pct1_is_ssl2_hello(bytes)) {
        handshake->challenge = file_scope_bytes(ssl2_client_hello_challenge(message, bytes));
        return;
    }
    handshake->session_id = keep(message, bytes, PCT1_CH_SESSION_ID);
    handshake->challenge = keep(message, bytes, PCT1_CH_CHALLENGE);
    handshake->key_arg = keep(message, bytes, PCT1_CH_KEY_ARG);
    if (!handshake->is_redo)
        conversation->hello.names = pct1_offered(bytes, 0);
}

/* 5.3.1: a token's "choice of cipher overrides whatever choice of cipher appears in the
 * SH_CIPHER_SPECS_DATA field"; 5.3.2: its standard key length; 5.2.3: where its numbers begin. */
static void take_token_choices(struct pct1_handshake *handshake)
{
    static const struct {
        guint16 exchange, cipher, bits;
    } tokens[] = {
        {0x0002, 0x0001, 56},  /* RSA_PKCS1_TOKEN_DES */
        {0x0003, 0x0006, 168}, /* RSA_PKCS1_TOKEN_DES3 */
        {0x0004, 0x0003, 128}, /* RSA_PKCS1_TOKEN_RC2 */
        {0x0005, 0x0004, 128}, /* RSA_PKCS1_TOKEN_RC4 */
        {0x0007, 0x0001, 56},  /* DH_PKCS3_TOKEN_DES */
        {0x0008, 0x0006, 168}, /* DH_PKCS3_TOKEN_DES3 */
    };

    for (guint i = 0; i < G_N_ELEMENTS(tokens); i++)
        if (tokens[i].exchange == handshake->exchange) {
            handshake->cipher = tokens[i].cipher;
            handshake->encryption_bits = tokens[i].bits;
            handshake->numbering = NUMBERS_FROM_MASTER_KEY;
            handshake->is_numbering_known = TRUE;
        }
}

static void take_choices(struct pct1_handshake *handshake, const struct parsed_message *message,
                         struct legacyssl_bytes bytes)
{
    const guint32 spec = message_number(message, bytes, PCT1_SH_CIPHER_SPECS);

    handshake->cipher = (guint16)(spec >> 16);
    handshake->encryption_bits = (guint16)(spec >> 8 & 0xff);
    handshake->mac_bits = (guint16)(MIN_MAC_BITS + (spec & 0xff));
    handshake->hash = (guint16)message_number(message, bytes, PCT1_SH_HASH_SPECS);
    handshake->exchange = (guint16)message_number(message, bytes, PCT1_SH_EXCH_SPECS);
    take_token_choices(handshake);
}

/* Keys that come into force here, unless the first record may tell other ones. */
static void show_keys(struct pct1_handshake *handshake, struct record_note *note)
{
    struct security_parameters *parameters = handshake->parameters;

    if (parameters == NULL || !parameters->has_keys || handshake->is_reading_open ||
        handshake->shown != NULL)
        return;
    record_note_show_keys(note, parameters);
    handshake->shown = parameters;
}

/* 5.2.2: a reconnection without client authentication ends with this message, and its RESPONSE
 * proves that the server knows the session. */
static void server_hello_seen(struct legacyssl_conversation *conversation,
                              const struct parsed_message *message, struct legacyssl_bytes bytes,
                              struct record_note *note)
{
    struct pct1_handshake *handshake = begin_handshake(conversation, LEGACYSSL_SERVER);
    struct pct1_side *client = &conversation->pct1->side[LEGACYSSL_CLIENT];

    handshake->has_server_hello = TRUE;
    handshake->frames.server_hello = note->frame;
    handshake->server_hello = keep_whole(message, bytes, note);
    handshake->is_resumed = message_number(message, bytes, PCT1_SH_RESTART_SESSION_OK) != 0;
    handshake->wants_client_auth = message_number(message, bytes, PCT1_SH_CLIENT_AUTH_REQ) != 0;
    handshake->connection_id = keep(message, bytes, PCT1_SH_CONNECTION_ID);
    handshake->certificate = keep(message, bytes, PCT1_SH_CERTIFICATE);
    if (!handshake->is_redo)
        conversation->hello.certificate = handshake->certificate;
    take_choices(handshake, message, bytes);
    if (!handshake->is_resumed)
        return;
    note->verify_status = pct1_check_proof(handshake, LEGACYSSL_SERVER, handshake->session_id,
                                           message_field(message, bytes, PCT1_SH_RESPONSE));
    pct1_remember_session(handshake, handshake->session_id, note);
    if (handshake->wants_client_auth)
        return;
    show_keys(handshake, note);
    conversation->pct1->side[LEGACYSSL_SERVER].is_protected = TRUE;
    if (client->handshake == handshake || client->handshake == NULL)
        client->is_protected = TRUE;
}

/* 5.2.3: on a reconnection, where it only authenticates the client, CLEAR_KEY and KEY_ARG are those
 * of before. */
static void client_master_key_seen(struct legacyssl_conversation *conversation,
                                   const struct parsed_message *message,
                                   struct legacyssl_bytes bytes, struct record_note *note)
{
    const struct legacyssl_bytes none = {NULL, 0};
    struct pct1_side *client = &conversation->pct1->side[LEGACYSSL_CLIENT];
    struct pct1_handshake *handshake = pct1_current_handshake(conversation->pct1, LEGACYSSL_CLIENT);

    handshake->frames.client_key = note->frame;
    if (!handshake->is_resumed) {
        handshake->clear_key = keep(message, bytes, PCT1_CMK_CLEAR_KEY);
        handshake->encrypted_key = keep(message, bytes, PCT1_CMK_ENCRYPTED_KEY);
        handshake->key_arg = keep(message, bytes, PCT1_CMK_KEY_ARG);
    }
    note->verify_status = pct1_check_proof(handshake, LEGACYSSL_CLIENT, none,
                                           message_field(message, bytes, PCT1_CMK_VERIFY_PRELUDE));
    client->is_protected = TRUE;
    for (int side = 0; side < 2; side++)
        conversation->pct1->side[side].master_key_at = (guint32)conversation->sender[side].sequence;
}

/* 5.2.4: on a reconnection the message proves nothing, and its session id "may contain any value".
 */
static void server_verify_seen(struct legacyssl_conversation *conversation,
                               const struct parsed_message *message, struct legacyssl_bytes bytes,
                               struct record_note *note)
{
    struct pct1_handshake *handshake = pct1_current_handshake(conversation->pct1, LEGACYSSL_SERVER);

    conversation->pct1->side[LEGACYSSL_SERVER].is_protected = TRUE;
    if (handshake->is_resumed) {
        show_keys(handshake, note);
        return;
    }
    handshake->new_session_id = keep(message, bytes, PCT1_SV_SESSION_ID);
    note->verify_status = pct1_check_proof(handshake, LEGACYSSL_SERVER, handshake->new_session_id,
                                           message_field(message, bytes, PCT1_SV_RESPONSE));
    pct1_remember_session(handshake, handshake->new_session_id, note);
    show_keys(handshake, note);
}

void pct1_message_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                       struct legacyssl_bytes bytes, struct record_note *note)
{
    struct parsed_message message;

    conversation->pct1->side[side].is_behind_unread_escape = FALSE;
    pct1_look_for_failure(conversation, side, bytes, note->frame);
    if (!message_parse(pct1_layouts(bytes), bytes, &message))
        return;
    if (side == LEGACYSSL_CLIENT && message.layout->type == PCT1_CLIENT_HELLO)
        client_hello_seen(conversation, &message, bytes, note);
    else if (side == LEGACYSSL_CLIENT && message.layout->type == PCT1_CLIENT_MASTER_KEY)
        client_master_key_seen(conversation, &message, bytes, note);
    else if (side == LEGACYSSL_SERVER && message.layout->type == PCT1_SERVER_HELLO)
        server_hello_seen(conversation, &message, bytes, note);
    else if (side == LEGACYSSL_SERVER && message.layout->type == PCT1_SERVER_VERIFY)
        server_verify_seen(conversation, &message, bytes, note);
    note->is_number_open = pct1_current_handshake(conversation->pct1, side)->is_redo;
}

static void redo_seen(struct pct1_side *side, struct sender *sender)
{
    side->is_protected = FALSE;
    side->restarted_at = (guint32)sender->sequence;
    sender->parameters = NULL;
}

gboolean pct1_escape_seen(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                          struct legacyssl_bytes plaintext)
{
    switch (plaintext.len == 1 ? plaintext.data[0] : 0) {
    case PCT_ET_OOB_DATA:
        conversation->pct1->side[side].is_out_of_band_next = TRUE;
        return TRUE;
    case PCT_ET_REDO_CONN:
        redo_seen(&conversation->pct1->side[side], &conversation->sender[side]);
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean is_answer(tvbuff_t *tvb)
{
    const guint len = tvb_captured_length(tvb);
    struct record_header header;

    ssl2_parse_header(tvb, 0, &header);
    if (len <= header.size)
        return FALSE;
    return pct1_is_answer(
        (struct legacyssl_bytes){tvb_get_ptr(tvb, header.size, -1), len - header.size});
}

void pct1_look_for_answer(struct legacyssl_conversation *conversation, tvbuff_t *tvb,
                          packet_info *pinfo)
{
    const struct ssl2_handshake *ssl2 = conversation->ssl2;
    struct record_note unused = {0};

    if (conversation->protocol != LEGACYSSL_SSL2 || ssl2->has_server_hello ||
        ssl2->client_hello.len == 0 ||
        legacyssl_conversation_side(conversation, pinfo) != LEGACYSSL_SERVER || !is_answer(tvb))
        return;
    conversation->protocol = LEGACYSSL_PCT1;
    conversation->protocol_since = pinfo->num;
    unused.frame = ssl2->frames.client_hello;
    pct1_message_seen(conversation, LEGACYSSL_CLIENT, ssl2->client_hello, &unused);
}
