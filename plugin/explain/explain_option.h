/* explain_option.h - tshark's -z legacyssl,explain: how the keys of a handshake were made
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_EXPLAIN_OPTION_H
#define LEGACYSSL_EXPLAIN_OPTION_H

void explain_option_register(void);

#endif
