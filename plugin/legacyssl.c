/* legacyssl.c - the protocol LegacySSL as Wireshark knows it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "legacyssl.h"

#include "application/app_dissector.h"
#include "show/builtin.h"
#include "application/builtin_follow.h"
#include "state/conversation.h"
#include "recognise/decode_as.h"
#include "application/export_pdu.h"
#include "show/fields.h"
#include "application/follow_stream.h"
#include "tls/decompression.h"
#include "secrets/key_source.h"
#include "statistics/keys_table.h"
#include "statistics/plain_tap.h"
#include "statistics/servers_table.h"
#include "explain/explain_option.h"
#include "export/keylog_export.h"
#include "export/plain_capture.h"
#include "export/plain_capture_menu.h"
#include "recognise/lookout.h"
#include "wireshark/preferences.h"
#include "protocols.h"
#include "record/payload.h"
#include "wireshark/segment_conversation.h"
#include "statistics/statistics.h"
#include "statistics/taps.h"
#include "tls/tls_takeover.h"
#include "wireshark/proto.h"
#include "secrets/secret_memory.h"
#include "secrets/trials.h"
#include "secrets/write_states.h"
#include "secrets/session_cache.h"
#include "application/delivery.h"
#include "application/pdu.h"
#include "application/pdu_draw.h"
#include "wireshark/tls_layer.h"
#include "show/builtin_fields.h"
#include "show/builtin_session.h"
#include "recognise/foreign_session.h"
#include "secrets/builtin_keylog.h"
#include "security/attacks.h"
#include "security/findings.h"
#include "security/series.h"
#include "recognise/overflowing_hello.h"

static void file_closed(void)
{
    pdu_cleanup();
    builtin_keylog_cleanup();
    key_source_cleanup();
    session_cache_cleanup();
    decompression_cleanup();
    write_states_cleanup();
    secret_memory_cleanup();
    trials_cleanup();
    findings_cleanup();
    overflowing_hello_cleanup();
    legacyssl_conversation_reset();
    segment_conversation_forget();
}

void legacyssl_register(void)
{
    proto_legacyssl = proto_register_protocol("Legacy SSL", "LegacySSL", "legacyssl");
    legacyssl_handle = register_dissector("legacyssl", payload_dissect, proto_legacyssl);
    fields_register();
    attacks_register();
    findings_register();
    series_register();
    delivery_register();
    pdu_draw_register();
    protocols_register();
    preferences_register();
    segment_conversation_register();
    lookout_register();
    taps_register();
    plain_tap_register();
    statistics_register();
    keys_table_register();
    servers_table_register();
    plain_capture_register();
    plain_capture_menu_register();
    keylog_export_register();
    explain_option_register();
    register_cleanup_routine(file_closed);
}

void legacyssl_handoff(void)
{
    app_dissector_handoff();
    builtin_handoff();
    builtin_fields_handoff();
    builtin_session_handoff();
    builtin_follow_handoff();
    decode_as_handoff();
    export_pdu_handoff();
    foreign_session_handoff();
    follow_stream_handoff();
    lookout_handoff();
    tls_layer_handoff();
    tls_takeover_handoff();
}
