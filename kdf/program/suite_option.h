/* suite_option.h - the suite that the command line names
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_SUITE_OPTION_H
#define PROGRAM_SUITE_OPTION_H

#include "legacyssl-kdf.h"

/* A suite of SSL 2.0, SSL 3.0 or TLS 1.0 by number, name or OpenSSL's name; NULL if there is none.
 */
const struct legacyssl_suite *suite_option_find(enum legacyssl_protocol protocol, const char *text);

/* A suite of PCT from "CIPHER:BITS,HASH:BITS", names or numbers of the draft. FALSE if `text` is
 * not of this form; *error tells whether keys can be derived for it. */
bool suite_option_compose(struct legacyssl_suite *suite, const char *text,
                          enum legacyssl_error *error);

/* All that can be named, a line each: number, name, OpenSSL's name. */
void suite_option_list(enum legacyssl_protocol protocol);

#endif
