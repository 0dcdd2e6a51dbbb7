/* tls_state.c - what is remembered of a claimed conversation of SSL 3.0 or TLS 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_state.h"

struct tls_conversation *tls_conversation_new(struct tls_handshake *handshake)
{
    struct tls_conversation *tls = wmem_new0(wmem_file_scope(), struct tls_conversation);

    tls->handshake = handshake;
    return tls;
}
