/* openssl_name.h - what OpenSSL calls a suite
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PROGRAM_OPENSSL_NAME_H
#define PROGRAM_OPENSSL_NAME_H

#include "legacyssl-kdf.h"

#define OPENSSL_NAME_MAX 64

/* OpenSSL's name of a suite, "AES128-SHA" for TLS_RSA_WITH_AES_128_CBC_SHA; "" if it has none. */
void openssl_name(const struct legacyssl_suite *suite, char name[OPENSSL_NAME_MAX]);

/* Whether `text` is OpenSSL's name of the suite, in any of its releases. */
bool openssl_name_is(const struct legacyssl_suite *suite, const char *text);

#endif
