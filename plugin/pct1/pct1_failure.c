/* pct1_failure.c - why a handshake of PCT 1.0 fails, in words
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pct1/pct1_failure.h"

#include "pct1/pct1_messages.h"
#include "pct1/pct1_state.h"
#include "security/findings.h"
#include "state/conversation.h"

/* draft-benaloh 5.4 */
enum {
    BAD_CERTIFICATE = 1,
    CLIENT_AUTH_FAILED = 2,
    ILLEGAL_MESSAGE = 3,
    INTEGRITY_CHECK_FAILED = 4,
    SERVER_AUTH_FAILED = 5,
    SPECS_MISMATCH = 6,
};

static const char *const reasons[] = {
    [BAD_CERTIFICATE] = "the certificate is refused: it is damaged, or nobody trusts who has issued it",
    [CLIENT_AUTH_FAILED] = "the client's certificate or its response does not prove who it is",
    [ILLEGAL_MESSAGE] = "a message is not as the protocol wants it",
    [INTEGRITY_CHECK_FAILED] = "a record or VERIFY_PRELUDE did not verify: somebody has changed "
                               "messages, or the keys are others",
    [SERVER_AUTH_FAILED] = "the server's response does not prove that it has the key",
    [SPECS_MISMATCH] = "no common specs",
};

/* Which lists have nothing in common, a byte for each; the client's, by name. */
static const char *mismatch(struct legacyssl_bytes info, struct legacyssl_bytes client_hello)
{
    static const char *const lists[] = {"cipher",           "hash",
                                        "certificate type", "key exchange",
                                        "client certificate type", "client signature type"};
    wmem_strbuf_t *text = wmem_strbuf_new(wmem_file_scope(), "");

    for (guint i = 0; i < MIN(info.len, G_N_ELEMENTS(lists)); i++) {
        if (info.data[i] == 0)
            continue;
        const char *offered = pct1_offered(client_hello, i);
        wmem_strbuf_append_printf(text, "%sno common %s", wmem_strbuf_get_len(text) != 0 ? "; " : "",
                                  lists[i]);
        if (offered != NULL)
            wmem_strbuf_append_printf(text, " (the client offers %s)", offered);
    }
    return wmem_strbuf_get_len(text) != 0 ? wmem_strbuf_finalize(text) : reasons[SPECS_MISMATCH];
}

/* Both sides are behind their last message: what is wrong then is no handshake. */
static gboolean is_over(const struct pct1_state *state)
{
    return state->side[LEGACYSSL_CLIENT].is_protected && state->side[LEGACYSSL_SERVER].is_protected;
}

void pct1_look_for_failure(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                           struct legacyssl_bytes bytes, guint32 frame)
{
    enum { CODE = 1, INFO = 5 }; /* behind the type; pct1_is_error has seen to it that they are there */
    const struct pct1_handshake *handshake =
        conversation->pct1->side[LEGACYSSL_CLIENT].handshake;
    const struct legacyssl_bytes none = {NULL, 0};

    if (!pct1_is_error(bytes) || is_over(conversation->pct1))
        return;
    const guint code = (guint)(bytes.data[CODE] << 8 | bytes.data[CODE + 1]);
    const struct legacyssl_bytes info = {bytes.data + INFO, bytes.len - INFO};
    const char *reason =
        code == SPECS_MISMATCH
            ? mismatch(info, handshake != NULL ? handshake->client_hello : none)
            : reasons[code];
    findings_failed(conversation, frame,
                    wmem_strdup_printf(wmem_file_scope(), "The %s ends the handshake: %s",
                                       side == LEGACYSSL_CLIENT ? "client" : "server", reason));
}
