/* session_cache.h - the sessions of the capture's earlier connections, for those that resume them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SESSION_CACHE_H
#define LEGACYSSL_SESSION_CACHE_H

#include "secrets/secret.h"

/* Remember the session of `parameters`, learnt in `frame`, for connections that resume it. */
void session_cache_add(const struct security_parameters *parameters,
                       struct legacyssl_bytes session_id, guint32 frame);

/* By session id or ticket, from an earlier connection of this capture. */
gboolean session_cache_find(enum legacyssl_protocol protocol,
                                    struct legacyssl_bytes session_id, struct secret *secret);

/* Forget them, at the end of each file. */
/* The frame from which on a session was known; 0: it is not. */
guint32 session_cache_frame(enum legacyssl_protocol protocol, struct legacyssl_bytes session_id);

void session_cache_cleanup(void);

#endif
