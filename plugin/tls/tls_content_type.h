/* tls_content_type.h - what kinds of records SSL 3.0 and TLS 1.0 have
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_CONTENT_TYPE_H
#define LEGACYSSL_TLS_CONTENT_TYPE_H

#include "wireshark/compat.h"

/* RFC 2246 6.2.1, RFC 6520 */
enum tls_content_type {
    TLS_CHANGE_CIPHER_SPEC = 20,
    TLS_ALERT = 21,
    TLS_HANDSHAKE = 22,
    TLS_APPLICATION_DATA = 23,
    TLS_HEARTBEAT = 24,
};

#define ALERT_SIZE 2 /* RFC 2246 7.2: level and description */

extern const value_string tls_content_types[];

#endif
