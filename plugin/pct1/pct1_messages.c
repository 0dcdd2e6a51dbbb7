/* pct1_messages.c - the messages of PCT 1.0: their layouts, fields and names
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Field labels are draft-benaloh-pct-00's; filter names are those of the other protocols wherever
 * the thing is the same.
 */
#include "pct1/pct1_messages.h"

#include "show/certificate.h"
#include "state/conversation.h"
#include "show/fields.h"
#include "ssl2/ssl2_handshake.h"
#include "wireshark/proto.h"
#include "ssl2/ssl2_messages.h"

#include <epan/expert.h>

#include <string.h>

#define SESSION_ID_SIZE 32
#define CHALLENGE_SIZE 32
#define CONNECTION_ID_SIZE 32
#define CIPHER_SPEC_SIZE 4
#define SPEC_SIZE 2
#define MIN_MAC_BITS 64 /* 5.2.1: "the MAC key length in bits, minus 64" */
#define MISMATCH_SIZE 6
#define ERROR_FIXED 5
#define VERSION_OFFSET 1
#define SH_CERT_SPECS_OFFSET 12 /* in their messages, the type byte included */
#define CMK_CLIENT_CERT_SPECS_OFFSET 2

static int hf_ch_version = FIELD_INIT;
static int hf_ch_pad = FIELD_INIT;
static int hf_ch_session_id = FIELD_INIT;
static int hf_ch_challenge = FIELD_INIT;
static int hf_ch_offset = FIELD_INIT;
static int hf_ch_cipher_specs_length = FIELD_INIT;
static int hf_ch_hash_specs_length = FIELD_INIT;
static int hf_ch_cert_specs_length = FIELD_INIT;
static int hf_ch_exch_specs_length = FIELD_INIT;
static int hf_ch_key_arg_length = FIELD_INIT;
static int hf_ch_later_fields = FIELD_INIT;
static int hf_ch_key_arg = FIELD_INIT;
static int hf_sh_pad = FIELD_INIT;
static int hf_sh_version = FIELD_INIT;
static int hf_sh_restart_session_ok = FIELD_INIT;
static int hf_sh_client_auth_req = FIELD_INIT;
static int hf_sh_connection_id = FIELD_INIT;
static int hf_sh_certificate_length = FIELD_INIT;
static int hf_sh_client_cert_specs_length = FIELD_INIT;
static int hf_sh_client_sig_specs_length = FIELD_INIT;
static int hf_sh_response_length = FIELD_INIT;
static int hf_sh_response = FIELD_INIT;
static int hf_cmk_pad = FIELD_INIT;
static int hf_cmk_clear_key_length = FIELD_INIT;
static int hf_cmk_encrypted_key_length = FIELD_INIT;
static int hf_cmk_key_arg_length = FIELD_INIT;
static int hf_cmk_verify_prelude_length = FIELD_INIT;
static int hf_cmk_client_cert_length = FIELD_INIT;
static int hf_cmk_response_length = FIELD_INIT;
static int hf_cmk_clear_key = FIELD_INIT;
static int hf_cmk_encrypted_key = FIELD_INIT;
static int hf_cmk_key_arg = FIELD_INIT;
static int hf_cmk_verify_prelude = FIELD_INIT;
static int hf_cmk_response = FIELD_INIT;
static int hf_sv_pad = FIELD_INIT;
static int hf_sv_session_id = FIELD_INIT;
static int hf_sv_response_length = FIELD_INIT;
static int hf_sv_response = FIELD_INIT;
static int hf_error_code = FIELD_INIT;
static int hf_error_info_length = FIELD_INIT;
static int hf_error_info = FIELD_INIT;
static int hf_mismatch[MISMATCH_SIZE] = {FIELD_INIT, FIELD_INIT, FIELD_INIT,
                                         FIELD_INIT, FIELD_INIT, FIELD_INIT};
static int hf_cipher_specs = FIELD_INIT;
static int hf_hash_specs = FIELD_INIT;
static int hf_cert_specs = FIELD_INIT;
static int hf_exch_specs = FIELD_INIT;
static int hf_client_cert_specs = FIELD_INIT;
static int hf_client_sig_specs = FIELD_INIT;
static int hf_cipher_spec_data = FIELD_INIT;
static int hf_cipher = FIELD_INIT;
static int hf_encryption_bits = FIELD_INIT;
static int hf_mac_bits = FIELD_INIT;
static int hf_hash = FIELD_INIT;
static int hf_cert = FIELD_INIT;
static int hf_exch = FIELD_INIT;
static int hf_client_cert = FIELD_INIT;
static int hf_client_sig = FIELD_INIT;

static int ett_specs = FIELD_INIT;
static int ett_cipher_spec = FIELD_INIT;
static int ett_mismatch = FIELD_INIT;

/* ---- names (5.5.2, 5.5.3) -------------------------------------------------------------------- */

static const value_string versions[] = {
    {0x8001, "PCT 1.0"},
    {0, NULL},
};

#define CIPHER "PCT_CIPHER_"
static const value_string ciphers[] = {
    {0x0001, CIPHER "DES"},
    {0x0002, CIPHER "IDEA"},
    {0x0003, CIPHER "RC2"},
    {0x0004, CIPHER "RC4"},
    {0x0005, CIPHER "DES_112"},
    {0x0006, CIPHER "DES_168"},
    {0, NULL},
};

#define HASH "PCT_HASH_"
static const value_string hashes[] = {
    {0x0001, HASH "MD5"},          {0x0002, HASH "MD5_TRUNC_64"}, {0x0003, HASH "SHA"},
    {0x0004, HASH "SHA_TRUNC_80"}, {0x0005, HASH "DES_DM"},       {0, NULL},
};

static const value_string exchanges[] = {
    {0x0001, "PCT_EXCH_RSA_PKCS1"},
    {0x0002, "PCT_EXCH_RSA_PKCS1_TOKEN_DES"},
    {0x0003, "PCT_EXCH_RSA_PKCS1_TOKEN_DES3"},
    {0x0004, "PCT_EXCH_RSA_PKCS1_TOKEN_RC2"},
    {0x0005, "PCT_EXCH_RSA_PKCS1_TOKEN_RC4"},
    {0x0006, "PCT_EXCH_DH_PKCS3"},
    {0x0007, "PCT_EXCH_DH_PKCS3_TOKEN_DES"},
    {0x0008, "PCT_EXCH_DH_PKCS3_TOKEN_DES3"},
    {0x0009, "PCT_EXCH_FORTEZZA_TOKEN"},
    {0, NULL},
};

/* The chain is Microsoft's; the draft has the first three. */
enum { PCT_CERT_NONE, PCT_CERT_X509, PCT_CERT_PKCS7, PCT_CERT_X509_CHAIN };
static const value_string certificates[] = {
    {PCT_CERT_NONE, "PCT_CERT_NONE"},
    {PCT_CERT_X509, "PCT_CERT_X509"},
    {PCT_CERT_PKCS7, "PCT_CERT_PKCS7"},
    {PCT_CERT_X509_CHAIN, "PCT_CERT_X509_CHAIN"},
    {0, NULL},
};

static const value_string signatures[] = {
    {0x0000, "PCT_SIG_NONE"},
    {0x0001, "PCT_SIG_RSA_MD5"},
    {0x0002, "PCT_SIG_RSA_SHA"},
    {0x0003, "PCT_SIG_DSA_SHA"},
    {0, NULL},
};

static const value_string errors[] = {
    {0x0001, "PCT_ERR_BAD_CERTIFICATE"},
    {0x0002, "PCT_ERR_CLIENT_AUTH_FAILED"},
    {0x0003, "PCT_ERR_ILLEGAL_MESSAGE"},
    {0x0004, "PCT_ERR_INTEGRITY_CHECK_FAILED"},
    {0x0005, "PCT_ERR_SERVER_AUTH_FAILED"},
    {0x0006, "PCT_ERR_SPECS_MISMATCH"},
    {0, NULL},
};

/* The name of a value without its prefix, or its number. */
static const char *short_name(const value_string *names, guint32 value, const char *prefix)
{
    const char *name = try_val_to_str(value, names);

    return name != NULL ? name + strlen(prefix)
                        : wmem_strdup_printf(wmem_file_scope(), "0x%04x", value);
}

const char *pct1_suite_name(guint16 cipher, guint16 encryption_bits, guint16 hash, guint16 mac_bits)
{
    return wmem_strdup_printf(wmem_file_scope(), "%s %u, %s %u",
                              short_name(ciphers, cipher, CIPHER), encryption_bits,
                              short_name(hashes, hash, HASH), mac_bits);
}

const char *pct1_exchange_name(guint16 exchange)
{
    return try_val_to_str(exchange, exchanges);
}

/* The first byte of a pseudo spec tells which of PCT's lists the other two are from; a cipher spec
 * takes two of them. */
void pct1_format_pseudo_spec(gchar *text, guint32 spec)
{
    static const struct {
        guint8 first;
        const value_string *names;
    } lists[] = {
        {0x8f, versions}, {0x80, certificates}, {0x81, hashes}, {0x82, exchanges}, {0x83, ciphers}};
    const char *name = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
        if (lists[i].first == spec >> 16)
            name = try_val_to_str(spec & 0xffff, lists[i].names);
    if (spec >> 16 == 0x84)
        snprintf(text, ITEM_LABEL_LENGTH, "key of %u bits, MAC key of %u bits (0x%06x)",
                 spec >> 8 & 0xff, MIN_MAC_BITS + (spec & 0xff), spec);
    else
        snprintf(text, ITEM_LABEL_LENGTH, "%s (0x%06x)", name != NULL ? name : "unknown", spec);
}

/* ---- fields that are more than a value ------------------------------------------------------- */

/* 5.2.1: cipher, encryption key length in bits, MAC key length in bits minus 64. Returns the item
 * of the cipher. */
static proto_item *draw_cipher_spec(tvbuff_t *tvb, proto_tree *tree, int offset, int len)
{
    const guint16 cipher = tvb_get_ntohs(tvb, offset);
    const guint mac_bits = MIN_MAC_BITS + tvb_get_uint8(tvb, offset + 3);
    proto_item *whole = proto_tree_add_uint_format_value(
        tree, hf_cipher_spec_data, tvb, offset, len, tvb_get_ntohl(tvb, offset),
        "%s, %u-bit key, %u-bit MAC key", val_to_str_const(cipher, ciphers, "unknown"),
        tvb_get_uint8(tvb, offset + 2), mac_bits);
    proto_tree *spec = proto_item_add_subtree(whole, ett_cipher_spec);
    proto_item *item = proto_tree_add_item(spec, hf_cipher, tvb, offset, 2, ENC_BIG_ENDIAN);

    proto_tree_add_item(spec, hf_encryption_bits, tvb, offset + 2, 1, ENC_BIG_ENDIAN);
    proto_tree_add_uint(spec, hf_mac_bits, tvb, offset + 3, 1, mac_bits);
    return item;
}

/* What is offered may be unknown to us, what is chosen should not. */
static void draw_chosen_cipher_spec(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                                    int len)
{
    proto_item *item = draw_cipher_spec(tvb, tree, offset, len);

    if (try_val_to_str(tvb_get_ntohs(tvb, offset), ciphers) == NULL)
        expert_add_info(pinfo, item, &ei_unknown_cipher);
}

static proto_tree *draw_list(tvbuff_t *tvb, proto_tree *tree, int offset, int len, int hf, int size)
{
    proto_item *item = proto_tree_add_item(tree, hf, tvb, offset, len, ENC_NA);

    proto_item_append_text(item, " (%d)", len / size);
    return proto_item_add_subtree(item, ett_specs);
}

static void draw_cipher_specs(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree, int offset,
                              int len)
{
    proto_tree *specs = draw_list(tvb, tree, offset, len, hf_cipher_specs, CIPHER_SPEC_SIZE);

    for (int end = offset + len; end - offset >= CIPHER_SPEC_SIZE; offset += CIPHER_SPEC_SIZE)
        draw_cipher_spec(tvb, specs, offset, CIPHER_SPEC_SIZE);
}

static void draw_specs(tvbuff_t *tvb, proto_tree *tree, int offset, int len, int hf_list, int hf)
{
    proto_tree *specs = draw_list(tvb, tree, offset, len, hf_list, SPEC_SIZE);

    for (int end = offset + len; end - offset >= SPEC_SIZE; offset += SPEC_SIZE)
        proto_tree_add_item(specs, hf, tvb, offset, SPEC_SIZE, ENC_BIG_ENDIAN);
}

#define SPECS_DRAWER(function, hf_list, hf)                                                           \
    static void function(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree, int offset,      \
                         int len)                                                                  \
    {                                                                                              \
        draw_specs(tvb, tree, offset, len, hf_list, hf);                                            \
    }

SPECS_DRAWER(draw_hash_specs, hf_hash_specs, hf_hash)
SPECS_DRAWER(draw_cert_specs, hf_cert_specs, hf_cert)
SPECS_DRAWER(draw_exch_specs, hf_exch_specs, hf_exch)
SPECS_DRAWER(draw_client_cert_specs, hf_client_cert_specs, hf_client_cert)
SPECS_DRAWER(draw_client_sig_specs, hf_client_sig_specs, hf_client_sig)

/* 5.3.4 */
static void draw_certificate(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                             int len, guint16 type)
{
    switch (type) {
    case PCT_CERT_PKCS7:
        certificate_draw_pkcs7(tvb, pinfo, tree, offset, len);
        break;
    case PCT_CERT_X509_CHAIN:
        certificate_draw_chain(tvb, pinfo, tree, offset, len);
        break;
    default:
        certificate_draw(tvb, pinfo, tree, offset, len);
        break;
    }
}

static void draw_server_certificate(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                                    int len)
{
    draw_certificate(tvb, pinfo, tree, offset, len, tvb_get_ntohs(tvb, SH_CERT_SPECS_OFFSET));
}

static void draw_client_certificate(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                                    int len)
{
    draw_certificate(tvb, pinfo, tree, offset, len,
                     tvb_get_ntohs(tvb, CMK_CLIENT_CERT_SPECS_OFFSET));
}

/* 5.4: empty, or which lists did not match, a byte for each */
static void draw_error_info(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree, int offset,
                            int len)
{
    proto_item *item = proto_tree_add_item(tree, hf_error_info, tvb, offset, len, ENC_NA);
    proto_tree *mismatch = proto_item_add_subtree(item, ett_mismatch);

    if (len != MISMATCH_SIZE)
        return;
    for (int i = 0; i < MISMATCH_SIZE; i++)
        proto_tree_add_item(mismatch, hf_mismatch[i], tvb, offset + i, 1, ENC_BIG_ENDIAN);
}

/* ---- layouts --------------------------------------------------------------------------------- */

static const struct field_row client_hello[] = {
    /* 5.2.1 */
    NUMBER(hf_ch_version, 2),
    BYTES_OF(hf_ch_pad, 1),
    [PCT1_CH_SESSION_ID] = BYTES_OF(hf_ch_session_id, SESSION_ID_SIZE),
    [PCT1_CH_CHALLENGE] = BYTES_OF(hf_ch_challenge, CHALLENGE_SIZE),
    OFFSET(hf_ch_offset),
    LENGTH(hf_ch_cipher_specs_length),
    LENGTH(hf_ch_hash_specs_length),
    LENGTH(hf_ch_cert_specs_length),
    LENGTH(hf_ch_exch_specs_length),
    LENGTH(hf_ch_key_arg_length),
    GAP(hf_ch_later_fields),
    DRAWN(draw_cipher_specs),
    DRAWN(draw_hash_specs),
    DRAWN(draw_cert_specs),
    DRAWN(draw_exch_specs),
    [PCT1_CH_KEY_ARG] = VARIABLE(hf_ch_key_arg),
    END,
};

static const struct field_row server_hello[] = {
    /* 5.2.2 */
    BYTES_OF(hf_sh_pad, 1),
    NUMBER(hf_sh_version, 2),
    [PCT1_SH_RESTART_SESSION_OK] = NUMBER(hf_sh_restart_session_ok, 1),
    [PCT1_SH_CLIENT_AUTH_REQ] = NUMBER(hf_sh_client_auth_req, 1),
    [PCT1_SH_CIPHER_SPECS] = DRAWN_NUMBER(draw_chosen_cipher_spec, CIPHER_SPEC_SIZE),
    [PCT1_SH_HASH_SPECS] = NUMBER(hf_hash, SPEC_SIZE),
    NUMBER(hf_cert, SPEC_SIZE),
    [PCT1_SH_EXCH_SPECS] = NUMBER(hf_exch, SPEC_SIZE),
    [PCT1_SH_CONNECTION_ID] = BYTES_OF(hf_sh_connection_id, CONNECTION_ID_SIZE),
    LENGTH(hf_sh_certificate_length),
    LENGTH(hf_sh_client_cert_specs_length),
    LENGTH(hf_sh_client_sig_specs_length),
    LENGTH(hf_sh_response_length),
    [PCT1_SH_CERTIFICATE] = DRAWN(draw_server_certificate),
    DRAWN(draw_client_cert_specs),
    DRAWN(draw_client_sig_specs),
    [PCT1_SH_RESPONSE] = VARIABLE(hf_sh_response),
    END,
};

static const struct field_row client_master_key[] = {
    /* 5.2.3 */
    BYTES_OF(hf_cmk_pad, 1),
    NUMBER(hf_client_cert, SPEC_SIZE),
    NUMBER(hf_client_sig, SPEC_SIZE),
    LENGTH(hf_cmk_clear_key_length),
    LENGTH(hf_cmk_encrypted_key_length),
    LENGTH(hf_cmk_key_arg_length),
    LENGTH(hf_cmk_verify_prelude_length),
    LENGTH(hf_cmk_client_cert_length),
    LENGTH(hf_cmk_response_length),
    [PCT1_CMK_CLEAR_KEY] = VARIABLE(hf_cmk_clear_key),
    VARIABLE(hf_cmk_encrypted_key),
    [PCT1_CMK_KEY_ARG] = VARIABLE(hf_cmk_key_arg),
    [PCT1_CMK_VERIFY_PRELUDE] = VARIABLE(hf_cmk_verify_prelude),
    DRAWN(draw_client_certificate),
    VARIABLE(hf_cmk_response),
    END,
};

static const struct field_row server_verify[] = {
    /* 5.2.4 */
    BYTES_OF(hf_sv_pad, 1),
    [PCT1_SV_SESSION_ID] = BYTES_OF(hf_sv_session_id, SESSION_ID_SIZE),
    LENGTH(hf_sv_response_length),
    [PCT1_SV_RESPONSE] = VARIABLE(hf_sv_response),
    END,
};

static const struct field_row error[] = {
    /* 5.4 */
    NUMBER(hf_error_code, 2),
    LENGTH(hf_error_info_length),
    DRAWN(draw_error_info),
    END,
};

static const struct message_layout pct1_messages[] = {
    {PCT1_CLIENT_HELLO, "CLIENT_HELLO", "Client Hello", client_hello},
    {PCT1_SERVER_HELLO, "SERVER_HELLO", "Server Hello", server_hello},
    {PCT1_CLIENT_MASTER_KEY, "CLIENT_MASTER_KEY", "Client Master Key", client_master_key},
    {PCT1_SERVER_VERIFY, "SERVER_VERIFY", "Server Verify", server_verify},
    {PCT1_ERROR, "ERROR", "Error", error},
    {0, NULL, NULL, NULL},
};

gboolean pct1_is_ssl2_hello(struct legacyssl_bytes message)
{
    return message.len > VERSION_OFFSET && message.data[0] == PCT1_CLIENT_HELLO &&
           !(message.data[VERSION_OFFSET] & 0x80);
}

const struct message_layout *pct1_layouts(struct legacyssl_bytes message)
{
    return pct1_is_ssl2_hello(message) ? ssl2_messages : pct1_messages;
}

gboolean pct1_is_error(struct legacyssl_bytes message)
{
    if (message.len < ERROR_FIXED || message.data[0] != PCT1_ERROR)
        return FALSE;
    const guint16 code = (guint16)(message.data[1] << 8 | message.data[2]);
    const gsize info = (gsize)(message.data[3] << 8 | message.data[4]);
    return try_val_to_str(code, errors) != NULL && message.len == ERROR_FIXED + info;
}

const char *pct1_offered(struct legacyssl_bytes hello, guint list)
{
    static const struct {
        guint row, size;
        const value_string *names;
    } lists[] = {
        {PCT1_CH_CIPHER_SPECS, CIPHER_SPEC_SIZE, ciphers},
        {PCT1_CH_HASH_SPECS, SPEC_SIZE, hashes},
        {PCT1_CH_CERT_SPECS, SPEC_SIZE, certificates},
        {PCT1_CH_EXCH_SPECS, SPEC_SIZE, exchanges},
    };
    struct parsed_message message;

    if (list >= G_N_ELEMENTS(lists) || pct1_is_ssl2_hello(hello) ||
        !message_parse(pct1_messages, hello, &message) ||
        message.layout->type != PCT1_CLIENT_HELLO)
        return NULL;
    const struct legacyssl_bytes specs = message_field(&message, hello, lists[list].row);
    wmem_strbuf_t *text = wmem_strbuf_new(wmem_file_scope(), "");
    for (gsize i = 0; i + lists[list].size <= specs.len; i += lists[list].size) {
        const char *before = i != 0 ? ", " : "";
        const guint16 code = (guint16)(specs.data[i] << 8 | specs.data[i + 1]);
        wmem_strbuf_append_printf(text, "%s%s", before, short_name(lists[list].names, code, ""));
        if (list == 0)
            wmem_strbuf_append_printf(text, " %u", specs.data[i + 2]);
    }
    return wmem_strbuf_finalize(text);
}

/* ---- registration ---------------------------------------------------------------------------- */

/* One field: filter name behind "legacyssl.handshake.", the draft's label, type, display, names, and
 * what it is. */
#define FIELD(variable, name, label, type, display, strings, blurb)                                \
    {                                                                                              \
        &(variable),                                                                               \
        {                                                                                          \
            label, "legacyssl.handshake." name, type, display, strings, 0, blurb, HFILL            \
        }                                                                                          \
    }
#define BYTES_FIELD(variable, name, label, blurb)                                                  \
    FIELD(variable, name, label, FT_BYTES, BASE_NONE, NULL, blurb)
#define LIST_FIELD(variable, name, label, blurb)                                                   \
    FIELD(variable, name, label, FT_NONE, BASE_NONE, NULL, blurb)
#define LENGTH_FIELD(variable, name, label)                                                        \
    FIELD(variable, name "_length", label, FT_UINT16, BASE_DEC, NULL, "How many bytes that field has")
#define CODE_FIELD(variable, name, label, names, blurb)                                            \
    FIELD(variable, name, label, FT_UINT16, BASE_HEX, VALS(names), blurb)
#define BYTE_FIELD(variable, name, label, blurb)                                                   \
    FIELD(variable, name, label, FT_UINT8, BASE_DEC, NULL, blurb)
#define MISMATCH_FIELD(n, name, label)                                                             \
    BYTE_FIELD(hf_mismatch[n], "mismatch." name, label,                                            \
               "Whether the server supports nothing of this list of the client's")

static hf_register_info hello_fields[] = {
    CODE_FIELD(hf_ch_version, "version", "CH_CLIENT_VERSION", versions,
               "The latest version that the client speaks"),
    BYTES_FIELD(hf_ch_pad, "pad", "CH_PAD", "A byte without a meaning"),
    BYTES_FIELD(hf_ch_session_id, "session_id", "CH_SESSION_ID_DATA",
                "The session that the client wants to resume"),
    BYTES_FIELD(hf_ch_challenge, "challenge", "CH_CHALLENGE_DATA", "The client's random"),
    FIELD(hf_ch_offset, "offset", "CH_OFFSET", FT_UINT16, BASE_DEC, NULL,
          "How far behind it the lists begin"),
    LENGTH_FIELD(hf_ch_cipher_specs_length, "cipher_specs", "CH_CIPHER_SPECS_LENGTH"),
    LENGTH_FIELD(hf_ch_hash_specs_length, "hash_specs", "CH_HASH_SPECS_LENGTH"),
    LENGTH_FIELD(hf_ch_cert_specs_length, "cert_specs", "CH_CERT_SPECS_LENGTH"),
    LENGTH_FIELD(hf_ch_exch_specs_length, "exch_specs", "CH_EXCH_SPECS_LENGTH"),
    LENGTH_FIELD(hf_ch_key_arg_length, "key_arg", "CH_KEY_ARG_LENGTH"),
    BYTES_FIELD(hf_ch_later_fields, "later_fields", "Fields of a later version",
                "What PCT 1.0 does not know, between CH_OFFSET and the lists"),
    BYTES_FIELD(hf_ch_key_arg, "key_arg", "CH_KEY_ARG_DATA",
                "The initialization vector of a session that is resumed"),
    BYTES_FIELD(hf_sh_pad, "pad", "SH_PAD", "A byte without a meaning"),
    CODE_FIELD(hf_sh_version, "version", "SH_SERVER_VERSION", versions,
               "The version that the server has chosen"),
    BYTE_FIELD(hf_sh_restart_session_ok, "restart_session_ok", "SH_RESTART_SESSION_OK",
               "Whether the server resumes the client's session"),
    BYTE_FIELD(hf_sh_client_auth_req, "client_auth_req", "SH_CLIENT_AUTH_REQ",
               "Whether the server wants the client to prove who it is"),
    BYTES_FIELD(hf_sh_connection_id, "connection_id", "SH_CONNECTION_ID_DATA",
                "The server's random"),
    LENGTH_FIELD(hf_sh_certificate_length, "certificate", "SH_CERTIFICATE_LENGTH"),
    LENGTH_FIELD(hf_sh_client_cert_specs_length, "client_cert_specs",
                 "SH_CLIENT_CERT_SPECS_LENGTH"),
    LENGTH_FIELD(hf_sh_client_sig_specs_length, "client_sig_specs", "SH_CLIENT_SIG_SPECS_LENGTH"),
    LENGTH_FIELD(hf_sh_response_length, "response", "SH_RESPONSE_LENGTH"),
    BYTES_FIELD(hf_sh_response, "response", "SH_RESPONSE_DATA",
                "Proves that the server knows the resumed session"),
};

static hf_register_info other_fields[] = {
    BYTES_FIELD(hf_cmk_pad, "pad", "CMK_PAD", "A byte without a meaning"),
    LENGTH_FIELD(hf_cmk_clear_key_length, "clear_key", "CMK_CLEAR_KEY_LENGTH"),
    LENGTH_FIELD(hf_cmk_encrypted_key_length, "encrypted_key", "CMK_ENCRYPTED_KEY_LENGTH"),
    LENGTH_FIELD(hf_cmk_key_arg_length, "key_arg", "CMK_KEY_ARG_LENGTH"),
    LENGTH_FIELD(hf_cmk_verify_prelude_length, "verify_prelude", "CMK_VERIFY_PRELUDE_LENGTH"),
    LENGTH_FIELD(hf_cmk_client_cert_length, "client_cert", "CMK_CLIENT_CERT_LENGTH"),
    LENGTH_FIELD(hf_cmk_response_length, "response", "CMK_RESPONSE_LENGTH"),
    BYTES_FIELD(hf_cmk_clear_key, "clear_key", "CMK_CLEAR_KEY_DATA",
                "The part of the key that crosses the wire in the clear"),
    BYTES_FIELD(hf_cmk_encrypted_key, "encrypted_key", "CMK_ENCRYPTED_KEY_DATA",
                "The master key, encrypted for the server"),
    BYTES_FIELD(hf_cmk_key_arg, "key_arg", "CMK_KEY_ARG_DATA",
                "The initialization vector of both directions"),
    BYTES_FIELD(hf_cmk_verify_prelude, "verify_prelude", "CMK_VERIFY_PRELUDE_DATA",
                "A MAC over the hellos: nobody has changed them"),
    BYTES_FIELD(hf_cmk_response, "response", "CMK_RESPONSE_DATA",
                "The client's signature, which proves who it is"),
    BYTES_FIELD(hf_sv_pad, "pad", "SV_PAD", "A byte without a meaning"),
    BYTES_FIELD(hf_sv_session_id, "session_id", "SV_SESSION_ID_DATA",
                "What the new session is called when it is resumed"),
    LENGTH_FIELD(hf_sv_response_length, "response", "SV_RESPONSE_LENGTH"),
    BYTES_FIELD(hf_sv_response, "response", "SV_RESPONSE_DATA",
                "Proves that the server could read the master key"),
    CODE_FIELD(hf_error_code, "error_code", "ERROR_CODE", errors, "Why the handshake ends here"),
    LENGTH_FIELD(hf_error_info_length, "error_info", "ERROR_INFO_LENGTH"),
    BYTES_FIELD(hf_error_info, "error_info", "ERROR_INFO_DATA",
                "More about the error: which lists have nothing in common"),
    MISMATCH_FIELD(0, "cipher", "SPECS_MISMATCH_CIPHER"),
    MISMATCH_FIELD(1, "hash", "SPECS_MISMATCH_HASH"),
    MISMATCH_FIELD(2, "cert", "SPECS_MISMATCH_CERT"),
    MISMATCH_FIELD(3, "exch", "SPECS_MISMATCH_EXCH"),
    MISMATCH_FIELD(4, "client_cert", "SPECS_MISMATCH_CLIENT_CERT"),
    MISMATCH_FIELD(5, "client_sig", "SPECS_MISMATCH_CLIENT_SIG"),
    LIST_FIELD(hf_cipher_specs, "cipher_specs", "CH_CIPHER_SPECS_DATA",
               "The ciphers that the client offers"),
    LIST_FIELD(hf_hash_specs, "hash_specs", "CH_HASH_SPECS_DATA",
               "The hash functions that the client offers"),
    LIST_FIELD(hf_cert_specs, "cert_specs", "CH_CERT_SPECS_DATA",
               "The kinds of certificates that the client takes"),
    LIST_FIELD(hf_exch_specs, "exch_specs", "CH_EXCH_SPECS_DATA",
               "The key exchanges that the client offers"),
    LIST_FIELD(hf_client_cert_specs, "client_cert_specs", "SH_CLIENT_CERT_SPECS_DATA",
               "The kinds of client certificates that the server takes"),
    LIST_FIELD(hf_client_sig_specs, "client_sig_specs", "SH_CLIENT_SIG_SPECS_DATA",
               "The kinds of client signatures that the server takes"),
    FIELD(hf_cipher_spec_data, "cipher_spec", "CIPHER_SPEC", FT_UINT32, BASE_HEX, NULL,
          "A cipher with its key lengths, offered or chosen"),
    CODE_FIELD(hf_cipher, "cipher", "Cipher", ciphers, "The cipher, without its key lengths"),
    FIELD(hf_encryption_bits, "encryption_bits", "Encryption key bits", FT_UINT8, BASE_DEC, NULL,
          "How many bits of the encryption key are secret"),
    FIELD(hf_mac_bits, "mac_bits", "MAC key bits", FT_UINT16, BASE_DEC, NULL,
          "How many bits the MAC key has"),
    CODE_FIELD(hf_hash, "hash", "Hash", hashes,
               "The hash function of keys and MACs, offered or chosen"),
    CODE_FIELD(hf_cert, "certificate_type", "Certificate type", certificates,
               "What the server's certificate is, or may be"),
    CODE_FIELD(hf_exch, "exchange", "Key exchange", exchanges,
               "How the master key gets to the server, offered or chosen"),
    CODE_FIELD(hf_client_cert, "client_certificate_type", "Client certificate type", certificates,
               "What the client's certificate is, or may be"),
    CODE_FIELD(hf_client_sig, "client_signature_type", "Client signature type", signatures,
               "How the client signs, or may sign"),
};

void pct1_fields_register(void)
{
    static int *subtrees[] = {&ett_specs, &ett_cipher_spec, &ett_mismatch};

    proto_register_field_array(proto_legacyssl, hello_fields, array_length(hello_fields));
    proto_register_field_array(proto_legacyssl, other_fields, array_length(other_fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
}
