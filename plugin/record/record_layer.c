/* record_layer.c - the record layers of the four protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record/record_layer.h"

#include "record/record_flow.h"
#include "record/record_header.h"
#include "tls/tls_record.h"

const struct record_layer *record_layer_of(enum legacyssl_protocol protocol)
{
    static const struct record_layer layers[LEGACYSSL_PROTOCOLS] = {
        [LEGACYSSL_SSL2] = {"SSLv2", RECORD_HEADER_MIN, record_header_size, record_header_own_size,
                            record_flow_find, record_flow_dissect},
        [LEGACYSSL_PCT1] = {"PCT", RECORD_HEADER_MIN, record_header_size, record_header_own_size,
                            record_flow_find, record_flow_dissect},
        [LEGACYSSL_SSL3] = {"SSLv3", TLS_RECORD_HEADER, tls_record_size, tls_header_size,
                            tls_record_find, tls_record_dissect},
        [LEGACYSSL_TLS10] = {"TLSv1", TLS_RECORD_HEADER, tls_record_size, tls_header_size,
                             tls_record_find, tls_record_dissect},
    };
    return &layers[protocol];
}
