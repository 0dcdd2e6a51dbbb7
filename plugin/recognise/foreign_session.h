/* foreign_session.h - sessions of TLS that are not ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FOREIGN_SESSION_H
#define LEGACYSSL_FOREIGN_SESSION_H

void foreign_session_handoff(void);

#endif
