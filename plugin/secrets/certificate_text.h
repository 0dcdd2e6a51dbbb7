/* certificate_text.h - whose a certificate is, its key and how long it holds, in a line
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_CERTIFICATE_TEXT_H
#define LEGACYSSL_CERTIFICATE_TEXT_H

#include <glib.h>

#include "legacyssl-kdf.h"

/* "CN=www.example, RSA 1024, 1999-12-31 to 2004-12-31" of the X.509 certificate at the front of
 * `bytes`; what it does not tell is left out, and of long names only the begin is in it. NULL if
 * there is none. To be freed with g_free. */
char *certificate_text(struct legacyssl_bytes bytes);

#endif
