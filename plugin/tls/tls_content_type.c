/* tls_content_type.c - what kinds of records SSL 3.0 and TLS 1.0 have
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls/tls_content_type.h"

const value_string tls_content_types[] = {
    {TLS_CHANGE_CIPHER_SPEC, "Change Cipher Spec"},
    {TLS_ALERT, "Alert"},
    {TLS_HANDSHAKE, "Handshake"},
    {TLS_APPLICATION_DATA, "Application Data"},
    {TLS_HEARTBEAT, "Heartbeat"},
    {0, NULL},
};
