/* foreign_session.c - sessions of TLS that are not ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TLS can be inside anything. Where the built-in has dissected some of it that we do not read
 * along, it gets our key log: the hello, which comes first, needs no key.
 */
#include "recognise/foreign_session.h"

#include "secrets/builtin_keylog.h"
#include "state/conversation.h"
#include "tls/tls_reading.h"
#include "wireshark/preferences.h"
#include "wireshark/proto.h"

static const char *const names[] = {"tls", "dtls", "quic"};
static int protocols[G_N_ELEMENTS(names)];

static gboolean has_session(const packet_info *pinfo)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (wmem_list_find(pinfo->layers, GINT_TO_POINTER(protocols[i])) != NULL)
            return TRUE;
    return FALSE;
}

static gboolean is_read_along(packet_info *pinfo)
{
    const struct legacyssl_conversation *state =
        pinfo->ptype == PT_TCP ? legacyssl_conversation_find(pinfo) : NULL;

    return state != NULL &&
           (state->is_claimed || (state->reading != NULL && !state->reading->is_theirs));
}

/* After all others. */
static int look(tvbuff_t *tvb _U_, packet_info *pinfo, proto_tree *tree _U_, void *data _U_)
{
    if (!pinfo->fd->visited && has_session(pinfo) && !is_read_along(pinfo))
        builtin_keylog_give();
    return 0;
}

/* At each file: who is called for every packet, and can't be taken away again, is added with the
 * first key log that the built-in does not read itself. */
static void watch(void)
{
    static gboolean is_watching;

    if (is_watching || preferences_keylog_for_builtin() == NULL)
        return;
    is_watching = TRUE;
    register_postdissector(create_dissector_handle(look, proto_legacyssl));
}

void foreign_session_handoff(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        protocols[i] = proto_get_id_by_filter_name(names[i]);
    register_init_routine(watch);
}
