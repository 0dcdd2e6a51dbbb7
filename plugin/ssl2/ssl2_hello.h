/* ssl2_hello.h - whether bytes are a hello of SSL 2.0, or one in its format
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whatever goes over TCP is asked, and nearly all of it is something else. So nothing less will do
 * than a version that the draft knows and lengths that agree with each other and with the record's.
 * `bytes` begin with the record header; there may be fewer or more of them than the hello has.
 */
#ifndef LEGACYSSL_SSL2_HELLO_H
#define LEGACYSSL_SSL2_HELLO_H

#include "legacyssl-kdf.h"
#include "ssl2/hello_proof.h"

#define SSL2_HELLO_HEADER 2 /* of its record: hellos have no padding */

/* How many bytes there must be for a client's hello to be proven. */
#define SSL2_HELLO_LEAST 11

/* The record length that a two-byte header has; 0 if `bytes` does not begin with one. */
size_t ssl2_hello_record_length(struct legacyssl_bytes bytes);

/* Whether `bytes`, as far as there are any, begin with the header of a record that a message of `type`
 * can be in: one of `least` bytes or more. */
_Bool ssl2_hello_begins(struct legacyssl_bytes bytes, unsigned char type, size_t least);

/* CLIENT-HELLO of version 2 (draft-hickman 5.5.1). */
enum hello_proof ssl2_client_hello_proof(struct legacyssl_bytes bytes);

/* The same of version 3.0 or later (RFC 2246 E.1): the server's answer tells what it becomes. */
enum hello_proof ssl2_format_hello_proof(struct legacyssl_bytes bytes);

/* SERVER-HELLO (draft-hickman 5.6.1). */
enum hello_proof ssl2_server_hello_proof(struct legacyssl_bytes bytes);

#endif
