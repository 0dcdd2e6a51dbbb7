/* series.c - attacks that show over several connections of a capture
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "security/series.h"

#include "bytes/file_scope.h"
#include "security/findings.h"
#include "state/conversation.h"

#include <epan/to_str.h>

#include <string.h>

#define SAME_KEYS 3     /* so many sessions with one ENCRYPTED-KEY are no accident */
#define REFUSED_KEYS 10 /* so many handshakes that end behind ClientKeyExchange are no accident */
#define KEY_BYTES 32    /* so much of an encrypted key tells it from others */

/* What is counted under a name. */
struct count {
    guint number;
    struct legacyssl_bytes latest; /* the CONNECTION-ID of what was counted last */
};

static wmem_map_t *counts;

void series_register(void)
{
    counts =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), wmem_str_hash, g_str_equal);
}

/* What is counted by the name `what` at the conversation's server, apart by `detail`, which is
 * freed. A name is kept once: thousands of connections can have it. */
static struct count *count_of(const struct legacyssl_conversation *conversation, const char *what,
                              char *detail)
{
    char *server = address_to_str(NULL, &conversation->server);
    char *name = g_strdup_printf("%s %s %u %s", what, server, conversation->server_port,
                                 detail != NULL ? detail : "");
    struct count *count = wmem_map_lookup(counts, name);

    if (count == NULL) {
        count = wmem_new0(wmem_file_scope(), struct count);
        wmem_map_insert(counts, wmem_strdup(wmem_file_scope(), name), count);
    }
    g_free(name);
    wmem_free(NULL, server);
    wmem_free(NULL, detail);
    return count;
}

void series_version_chosen(const struct legacyssl_conversation *conversation, guint16 version)
{
    if (version >= legacyssl_protocol_version(LEGACYSSL_SSL3))
        count_of(conversation, "version", NULL)->number++;
}

void series_rolled_back(struct legacyssl_conversation *conversation, guint32 frame)
{
    if (count_of(conversation, "version", NULL)->number != 0)
        findings_attack(conversation, ATTACK_SSL2_ROLLBACK, frame);
}

/* A connection that was captured twice has one CONNECTION-ID. */
void series_key_sent(struct legacyssl_conversation *conversation, struct legacyssl_bytes encrypted_key,
                     struct legacyssl_bytes connection_id, guint32 frame)
{
    if (encrypted_key.len < KEY_BYTES || connection_id.len == 0)
        return;
    struct count *count =
        count_of(conversation, "key", bytes_to_str(NULL, encrypted_key.data, KEY_BYTES));
    if (count->number != 0 && count->latest.len == connection_id.len &&
        memcmp(count->latest.data, connection_id.data, connection_id.len) == 0)
        return;
    count->latest = file_scope_bytes(connection_id);
    if (++count->number == SAME_KEYS)
        findings_attack(conversation, ATTACK_SAME_KEY, frame);
}

void series_key_refused(struct legacyssl_conversation *conversation, guint32 frame)
{
    struct count *count =
        count_of(conversation, "refused", address_to_str(NULL, &conversation->client));

    if (++count->number == REFUSED_KEYS)
        findings_attack(conversation, ATTACK_BLEICHENBACHER, frame);
}
