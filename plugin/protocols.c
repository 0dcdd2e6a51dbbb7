/* protocols.c - the four protocols
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocols.h"

#include "pct1/pct1_handshake.h"
#include "pct1/pct1_record.h"
#include "record/record_layer.h"
#include "ssl2/ssl2_record.h"
#include "tls/tls_record.h"
#include "pct1/pct1_messages.h"
#include "pct1/security_escape.h"
#include "ssl2/ssl2_fields.h"
#include "tls/tls_fields.h"

/* A hello of SSL 2.0 can be answered in PCT. */
void protocols_register(void)
{
    record_layer_register(LEGACYSSL_SSL2, &ssl2_record_layer, pct1_look_for_answer);
    record_layer_register(LEGACYSSL_PCT1, &pct1_record_layer, NULL);
    record_layer_register(LEGACYSSL_SSL3, &ssl3_record_layer, NULL);
    record_layer_register(LEGACYSSL_TLS10, &tls_record_layer, NULL);
    ssl2_fields_register(pct1_format_pseudo_spec);
    pct1_fields_register();
    security_escape_register();
    tls_fields_register();
}
