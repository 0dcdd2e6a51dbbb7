/* certificate_text.c - whose a certificate is, its key and how long it holds, in a line
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/certificate_text.h"

#include "bytes/der.h"
#include "secrets/certificate_key.h"

#include <string.h>

#define MAX_NAME 200 /* characters of a subject */

enum { DER_GENERALIZED_TIME = 0x18, DER_SET = 0x31 };

/* RFC 5280 4.1: what a TBSCertificate has, as far as it is told. */
struct parts {
    struct der_element validity, subject;
};

static gboolean take_parts(struct legacyssl_bytes certificate, struct parts *parts)
{
    struct legacyssl_bytes fields;
    struct der_element element;

    return certificate_fields(certificate, &fields) &&
           der_take_tagged(&fields, DER_INTEGER, &element) &&  /* serialNumber */
           der_take_tagged(&fields, DER_SEQUENCE, &element) && /* signature */
           der_take_tagged(&fields, DER_SEQUENCE, &element) && /* issuer */
           der_take_tagged(&fields, DER_SEQUENCE, &parts->validity) &&
           der_take_tagged(&fields, DER_SEQUENCE, &parts->subject);
}

/* RFC 5280 A.1: id-at is 2.5.4. */
static const char *attribute_name(struct legacyssl_bytes oid)
{
    static const struct {
        guint8 number;
        const char *name;
    } names[] = {{3, "CN"}, {6, "C"}, {7, "L"}, {8, "ST"}, {10, "O"}, {11, "OU"}};

    if (oid.len != 3 || oid.data[0] != 0x55 || oid.data[1] != 0x04)
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (names[i].number == oid.data[2])
            return names[i].name;
    return NULL;
}

/* Bytes of any encoding: what is not printable ASCII becomes '?', what separates columns, too. */
static void append_value(GString *text, struct legacyssl_bytes value)
{
    for (gsize i = 0; i < value.len && text->len < MAX_NAME; i++)
        g_string_append_c(text, g_ascii_isprint(value.data[i]) && value.data[i] != ';'
                                    ? (char)value.data[i]
                                    : '?');
}

/* Name ::= SEQUENCE OF SET OF SEQUENCE { type, value } */
static void append_subject(GString *text, struct legacyssl_bytes name)
{
    struct der_element set, attribute, type, value;

    while (text->len < MAX_NAME && der_take_tagged(&name, DER_SET, &set)) {
        if (!der_take_tagged(&set.content, DER_SEQUENCE, &attribute) ||
            !der_take_tagged(&attribute.content, DER_OBJECT_IDENTIFIER, &type) ||
            !der_take(&attribute.content, &value) || attribute_name(type.content) == NULL)
            continue;
        g_string_append_printf(text, "%s%s=", text->len != 0 ? ", " : "",
                               attribute_name(type.content));
        append_value(text, value.content);
    }
}

static void append_key(GString *text, struct legacyssl_bytes certificate)
{
    const guint bits = certificate_rsa_bits(certificate);

    g_string_append(text, text->len != 0 ? ", " : "");
    if (bits != 0)
        g_string_append_printf(text, "RSA %u", bits);
    else
        g_string_append(text, "no RSA key");
}

/* RFC 5280 4.1.2.5: YYMMDD... of 1950 to 2049, or YYYYMMDD... */
static void append_date(GString *text, struct legacyssl_bytes *validity)
{
    struct der_element when = {0};
    const gsize digits = der_take(validity, &when) && when.tag == DER_GENERALIZED_TIME ? 4 : 2;

    if (when.content.len < digits + 4) {
        g_string_append(text, "?");
        return;
    }
    for (gsize i = 0; i < digits + 4; i++)
        if (!g_ascii_isdigit(when.content.data[i])) {
            g_string_append(text, "?");
            return;
        }
    const char *date = (const char *)when.content.data;
    if (digits == 2)
        g_string_append(text, date[0] < '5' ? "20" : "19");
    g_string_append_printf(text, "%.*s-%.2s-%.2s", (int)digits, date, date + digits,
                           date + digits + 2);
}

char *certificate_text(struct legacyssl_bytes bytes)
{
    struct legacyssl_bytes certificate;
    struct parts parts;

    if (!certificate_take(&bytes, &certificate) || !take_parts(certificate, &parts))
        return NULL;
    GString *text = g_string_new(NULL);
    append_subject(text, parts.subject.content);
    append_key(text, certificate);
    g_string_append(text, ", ");
    append_date(text, &parts.validity.content);
    g_string_append(text, " to ");
    append_date(text, &parts.validity.content);
    return g_string_free(text, FALSE);
}
