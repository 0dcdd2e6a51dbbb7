/* request.h - what the command line asks for
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_REQUEST_H
#define PROGRAM_REQUEST_H

#include "legacyssl-kdf.h"

struct request {
    struct legacyssl_secrets secrets;
    struct legacyssl_suite composed; /* PCT: what secrets.suite points to */
    struct legacyssl_bytes premaster_secret, session_hash;
    const char *suite; /* as it was written */
    bool explains, lists;
};

/* Read the command line; --help and --version are answered, and what is wrong ends the program. */
void request_read(struct request *request, int argc, char **argv);

/* Wipe and free what it holds. */
void request_free(struct request *request);

#endif
