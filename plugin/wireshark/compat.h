/* compat.h - what differs between Wireshark 4.0, 4.4 and 4.6; no other file asks for a version
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_COMPAT_H
#define LEGACYSSL_COMPAT_H

#include <ws_version.h>

#include <stdbool.h>

#include <epan/packet.h>
#include <epan/dissectors/packet-tls.h>

#include <wiretap/wtap.h>

#define WIRESHARK_AT_LEAST(major, minor)                                                           \
    (WIRESHARK_VERSION_MAJOR > (major) ||                                                          \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

#if WIRESHARK_AT_LEAST(4, 4)
typedef bool ws_boolean;
#else
typedef gboolean ws_boolean;
#define tvb_get_uint8 tvb_get_guint8
#endif

/* The secrets of the "tls" dissector: from 4.4 on all its tables (of packet-tls-utils.h), before
 * that two of them; and the set of client randoms whose secrets are exported, before that all. */
#if WIRESHARK_AT_LEAST(4, 4)
#define BUILTIN_CLIENT_RANDOMS (tls_get_master_key_map(true)->crandom)
#define BUILTIN_SESSIONS (tls_get_master_key_map(true)->session)
#define BUILTIN_TICKETS (tls_get_master_key_map(true)->tickets)
#define BUILTIN_PREMASTERS (tls_get_master_key_map(true)->pms)
#define BUILTIN_ENCRYPTED_PREMASTERS (tls_get_master_key_map(true)->pre_master)
#define BUILTIN_USED_CLIENT_RANDOMS (tls_get_master_key_map(true)->used_crandom)
#else
#define BUILTIN_CLIENT_RANDOMS ssl_crandom_hash
#define BUILTIN_SESSIONS ssl_session_hash
#define BUILTIN_TICKETS NULL
#define BUILTIN_PREMASTERS NULL
#define BUILTIN_ENCRYPTED_PREMASTERS NULL
#define BUILTIN_USED_CLIENT_RANDOMS NULL
#endif

/* The number of a SslDecryptSession among those of the built-in, and how many it has: it does not
 * count them before 4.6. */
#if WIRESHARK_AT_LEAST(4, 6)
#define BUILTIN_HAS_STREAMS TRUE
#define BUILTIN_STREAM(builtin) ((builtin)->session.stream)
#define BUILTIN_STREAM_COUNT(proto) get_follow_stream_count_func(get_follow_by_proto_id(proto))()
#else
#define BUILTIN_HAS_STREAMS FALSE
#define BUILTIN_STREAM(builtin) ((void)(builtin), 0)
#define BUILTIN_STREAM_COUNT(proto) ((void)(proto), 0)
#endif

#if WIRESHARK_AT_LEAST(4, 6)
#define FIELD_INIT 0
#else
#define FIELD_INIT -1
#define pntohu16 pntoh16
#define pntohu32 pntoh32
#endif

/* 4.4 and later ask how many streams there are, and for the streams within them. */
#if WIRESHARK_AT_LEAST(4, 4)
#define register_follow_with_count(protocol, tap, conversation, by_index, address, port, data,     \
                                   count)                                                          \
    register_follow_stream(protocol, tap, conversation, by_index, address, port, data, count, NULL)
#else
#define register_follow_with_count(protocol, tap, conversation, by_index, address, port, data,     \
                                   count)                                                          \
    register_follow_stream(protocol, tap, conversation, by_index, address, port,                   \
                           ((void)(count), (data)))
#endif

/* What begins a -z statistic returns whether it could. */
#if WIRESHARK_AT_LEAST(4, 6)
#define STAT_TAP_RESULT bool
#define STAT_TAP_OK true
#define STAT_TAP_FAILED false
#else
#define STAT_TAP_RESULT void
#define STAT_TAP_OK
#define STAT_TAP_FAILED
#endif

/* What the "tls" dissector passes to application dissectors and heuristics: from 4.4 on a struct,
 * before that the place where a heuristic puts the handle it wants. */
#if WIRESHARK_AT_LEAST(4, 4)
#define APP_DATA_ARGUMENT(name, handle, end)                                                       \
    struct tlsinfo name##_info = {.app_handle = (handle), .end_of_stream = (end)};                 \
    struct tlsinfo *name = &name##_info
#define APP_CALL_ARGUMENT(name) (name)
#else
#define APP_DATA_ARGUMENT(name, handle, end) dissector_handle_t *name = ((void)(end), (handle))
#define APP_CALL_ARGUMENT(name) NULL
#endif

/* Where HTTP keeps the last request of a conversation. */
#if WIRESHARK_AT_LEAST(4, 4)
#define HTTP_REQUEST_RECORD http_req_res_t
#define HTTP_LAST_REQUEST(http) ((http)->req_res_tail)
#else
#define HTTP_REQUEST_RECORD http_conv_t
#define HTTP_LAST_REQUEST(http) (http)
#endif

/* A packet into a capture file; from 4.6 on its bytes are part of the record. */
#if WIRESHARK_AT_LEAST(4, 6)
static inline bool dump_packet(wtap_dumper *dumper, const wtap_rec *record, const guint8 *data,
                               int *error, char **text)
{
    const gsize len = record->rec_header.packet_header.caplen;
    wtap_rec whole = *record;

    whole.data = (Buffer){.data = (guint8 *)data, .allocated = len, .first_free = len};
    return wtap_dump(dumper, &whole, error, text);
}
#else
#define dump_packet wtap_dump
#endif

#endif
