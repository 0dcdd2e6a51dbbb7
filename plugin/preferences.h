/* preferences.h - what the user can set
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PREFERENCES_H
#define LEGACYSSL_PREFERENCES_H

#include <glib.h>

void preferences_register(void);

/* legacyssl.keylog_file, or tls.keylog_file if that is empty; NULL or "" if neither is set. */
const char *preferences_keylog_file(void);

/* Whether SSL 3.0 and TLS 1.0 are ours to decrypt. */
gboolean preferences_ssl3_tls10(void);

/* Whether application data go on to their dissector even when their MAC is wrong. */
gboolean preferences_hand_on_unverified(void);

#endif
