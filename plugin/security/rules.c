/* rules.c - which values the fields of SSL 2.0's messages may have
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "security/rules.h"

#include "security/findings.h"

#define MAX_CHALLENGE 32 /* draft-hickman 5.5.1 */
#define SESSION_ID 16    /* 5.6.3 */
#define MAX_KEY_ARG 8    /* C.4, of any kind */
#define PKCS1_PADDING 11 /* 5.5.2, PKCS #1 8.1: what is encrypted is longer by this at least */

typedef gboolean (*allowed_function)(guint32 length, const struct legacyssl_suite *suite);

static gboolean is_challenge(guint32 length, const struct legacyssl_suite *suite _U_)
{
    return length <= MAX_CHALLENGE;
}

static gboolean is_session_id(guint32 length, const struct legacyssl_suite *suite _U_)
{
    return length <= SESSION_ID;
}

static gboolean is_key_arg(guint32 length, const struct legacyssl_suite *suite)
{
    return length <= (suite != NULL ? suite->cipher->iv_size : MAX_KEY_ARG);
}

/* Only export kinds send a part of the key in the clear. */
static gboolean has_clear_key(guint32 length, const struct legacyssl_suite *suite)
{
    return length == 0 || suite == NULL || suite->cipher->is_exportable;
}

static gboolean is_clear_key(guint32 length, const struct legacyssl_suite *suite)
{
    if (suite == NULL)
        return TRUE;
    if (suite->cipher->is_exportable)
        return length == (guint32)(suite->cipher->expanded_key_material - suite->cipher->key_material);
    return length <= suite->cipher->expanded_key_material; /* what is more is has_clear_key's */
}

static gboolean is_encrypted_key(guint32 length, const struct legacyssl_suite *suite)
{
    return length >= PKCS1_PADDING + (suite != NULL ? (guint32)suite->cipher->key_material : 0);
}

static const struct {
    enum ruled_field field;
    allowed_function is_allowed;
    enum attack attack; /* what it is else */
} rules[] = {
    {CLIENT_HELLO_CHALLENGE, is_challenge, ATTACK_CHALLENGE},
    {MASTER_KEY_CLEAR, has_clear_key, ATTACK_CLEAR_KEY},
    {MASTER_KEY_CLEAR, is_clear_key, ATTACK_KEY_LENGTH},
    {MASTER_KEY_ENCRYPTED, is_encrypted_key, ATTACK_KEY_LENGTH},
    {MASTER_KEY_ARG, is_key_arg, ATTACK_KEY_ARG},
    {SERVER_FINISHED_SESSION_ID, is_session_id, ATTACK_SESSION_ID_LEAK},
};

void rules_check(struct legacyssl_conversation *conversation, enum ruled_field field, guint32 length,
                 const struct legacyssl_suite *suite, guint32 frame)
{
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
        if (rules[i].field == field && !rules[i].is_allowed(length, suite))
            findings_attack(conversation, rules[i].attack, frame);
}
