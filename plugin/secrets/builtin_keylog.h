/* builtin_keylog.h - our key log for the built-in tls dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What we do not follow, the built-in opens: TLS 1.1 to 1.3, and TLS inside EAP, RADIUS, OpenVPN, TDS and
 * others. A key log that is named in our preferences serves it as if tls.keylog_file named it. It reads
 * each line into its tables, which takes long for many: so they are given when a session comes that is
 * its own to open, and not before.
 */
#ifndef LEGACYSSL_BUILTIN_KEYLOG_H
#define LEGACYSSL_BUILTIN_KEYLOG_H

/* A session begins that is the built-in's: give it what our key log has and it has not got. */
void builtin_keylog_give(void);

/* At the end of each file: it forgets them. */
void builtin_keylog_cleanup(void);

#endif
