/* session_file.c - a session as OpenSSL's -sess_out writes it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/keylog/session_file.h"

#include "bytes/der.h"

#include <string.h>

#define TICKET_TAG (DER_CONTEXT_CONSTRUCTED | 10) /* [10] EXPLICIT OCTET STRING */
#define NOT_ASN1 "the session is not the ASN.1 that OpenSSL writes"

static void keep(struct session_field *field, struct legacyssl_bytes bytes)
{
    field->len = MIN(bytes.len, sizeof field->data);
    memcpy(field->data, bytes.data, field->len);
}

static gboolean take_number(struct legacyssl_bytes *rest, guint8 tag, guint32 *number)
{
    struct der_element element;

    if (!der_take_tagged(rest, tag, &element) || element.content.len > sizeof *number)
        return FALSE;
    *number = 0;
    for (gsize i = 0; i < element.content.len; i++)
        *number = *number << 8 | element.content.data[i];
    return TRUE;
}

static gboolean take_field(struct legacyssl_bytes *rest, guint8 tag, struct session_field *field)
{
    struct der_element element;

    if (!der_take_tagged(rest, tag, &element))
        return FALSE;
    keep(field, element.content);
    return TRUE;
}

/* What stands behind the master key can all be absent. */
static void take_options(struct legacyssl_bytes rest, struct session *session)
{
    struct der_element element;

    take_field(&rest, DER_CONTEXT, &session->key_arg);
    while (der_take(&rest, &element)) {
        struct legacyssl_bytes ticket = element.content;
        if (element.tag == TICKET_TAG)
            take_field(&ticket, DER_OCTET_STRING, &session->ticket);
    }
}

static gboolean find_protocol(guint32 version, enum legacyssl_protocol *protocol)
{
    for (*protocol = 0; *protocol < LEGACYSSL_PROTOCOLS; ++*protocol)
        if (legacyssl_protocol_version(*protocol) == version)
            return TRUE;
    return FALSE;
}

static const char *parse_fields(struct legacyssl_bytes der, struct session *session)
{
    struct der_element whole;
    guint32 structure_version, version;

    if (!der_take_tagged(&der, DER_SEQUENCE, &whole))
        return NOT_ASN1 ", or it is cut short";
    struct legacyssl_bytes rest = whole.content;
    if (!take_number(&rest, DER_INTEGER, &structure_version) ||
        !take_number(&rest, DER_INTEGER, &version))
        return NOT_ASN1;
    if (!find_protocol(version, &session->protocol))
        return "the session is of another protocol than SSL 2.0, SSL 3.0 and TLS 1.0";
    if (!take_number(&rest, DER_OCTET_STRING, &session->cipher_suite) ||
        !take_field(&rest, DER_OCTET_STRING, &session->session_id) ||
        !take_field(&rest, DER_OCTET_STRING, &session->master_key))
        return NOT_ASN1;
    if (session->master_key.len == 0)
        return "the session has no master key";
    take_options(rest, session);
    return NULL;
}

static void wipe_and_free(void *memory, gsize len)
{
    legacyssl_wipe(memory, len);
    g_free(memory);
}

const char *session_file_parse(const char *text, gsize len, struct session *session)
{
    const char *body = memchr(text, '\n', len);
    const char *end = g_strstr_len(text, (gssize)len, "\n-----END");
    gsize size = 0;

    memset(session, 0, sizeof *session);
    if (body == NULL || end == NULL || end <= body)
        return "the session block has no END line: it is cut short";
    gchar *base64 = g_strndup(body, (gsize)(end - body));
    guint8 *der = g_base64_decode(base64, &size);
    const char *problem = parse_fields((struct legacyssl_bytes){der, size}, session);
    wipe_and_free(der, size);
    wipe_and_free(base64, (gsize)(end - body));
    return problem;
}

const char *session_file_read(const struct file *file, guint64 offset, struct session *session)
{
    char *text = g_malloc(SESSION_FILE_MAX);
    const gssize got = file_read(file, text, SESSION_FILE_MAX, offset);
    const char *problem = session_file_parse(text, got > 0 ? (gsize)got : 0, session);

    wipe_and_free(text, SESSION_FILE_MAX);
    return problem;
}
