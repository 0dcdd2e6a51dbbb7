/* pct1_hello.h - whether bytes are a hello of PCT 1.0, or how its server answers
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * As ssl2_hello.h has it. In addition, a client may be wrong about its lengths and be told so by the
 * server: then only the answer proves what it was.
 */
#ifndef LEGACYSSL_PCT1_HELLO_H
#define LEGACYSSL_PCT1_HELLO_H

#include "legacyssl-kdf.h"
#include "ssl2/hello_proof.h"

/* How many bytes there must be for a hello to be proven. */
#define PCT1_HELLO_LEAST 82

/* CLIENT_HELLO in PCT's own format (draft-benaloh 5.2.1). */
enum hello_proof pct1_client_hello_proof(struct legacyssl_bytes bytes);

/* SERVER_HELLO (5.2.2). */
enum hello_proof pct1_server_hello_proof(struct legacyssl_bytes bytes);

/* ERROR (5.4): proven where the record is all that there is. */
enum hello_proof pct1_error_proof(struct legacyssl_bytes bytes);

/* Whether these are the first bytes of what MS04-011's exploits send: a hello in the format of SSL 2.0 whose
 * lengths contradict each other and the record's. Public rules describe it. */
_Bool pct1_is_overflowing_hello(struct legacyssl_bytes bytes);

/* Whether a message, without its record header, is one that a new handshake can begin with for either
 * side: a hello, or the server's ERROR in place of one. */
_Bool pct1_begins_handshake(struct legacyssl_bytes message);

/* Whether a message, without its record header, is how a server answers: SERVER_HELLO or ERROR. */
_Bool pct1_is_answer(struct legacyssl_bytes message);

#endif
