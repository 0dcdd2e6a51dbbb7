/* plain_flow.c - a conversation of ours written as TCP in the clear
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "export/plain_flow.h"

#include "state/sender.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/in_cksum.h>

#include <string.h>

#define ETHERNET_HEADER 14
#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define TCP_HEADER 20
#define MSS_OPTION 4
#define MTU 1500
#define MAX_FRAME (ETHERNET_HEADER + MTU)

#define PROTOCOL_TCP 6
#define HOP_LIMIT 64
#define WINDOW 65535
#define MAX_GAP (1u << 30) /* what lies further ahead would be taken for what lies behind */

/* Tools take packets of the same microsecond for one. */
static const nstime_t between_segments = {0, 1000};

struct plain_flow {
    gsize address_len; /* of IPv4 or IPv6 */
    struct {
        guint8 address[16];
        guint16 port;
        guint32 next; /* sequence number */
        gboolean has_ended, is_end_written;
        nstime_t end;
    } side[2]; /* by enum legacyssl_side */
    nstime_t now; /* of the next segment, at the earliest */
};

/* ---- headers --------------------------------------------------------------------------------- */

static guint8 *put(guint8 *to, const void *data, gsize len)
{
    return (guint8 *)memcpy(to, data, len) + len;
}

static guint8 *put16(guint8 *to, guint16 value)
{
    *to++ = (guint8)(value >> 8);
    *to++ = (guint8)value;
    return to;
}

static guint8 *put32(guint8 *to, guint32 value)
{
    to = put16(to, (guint16)(value >> 16));
    return put16(to, (guint16)value);
}

static guint8 *put_ethernet(guint8 *to, const struct plain_flow *flow, enum legacyssl_side from)
{
    /* Locally administered (IEEE 802): of nobody. 02:00:00:00 begins a frame of BSD's tun device. */
    static const guint8 addresses[2][6] = {
        [LEGACYSSL_CLIENT] = {2, 'L', 'S', 'S', 'L', 1},
        [LEGACYSSL_SERVER] = {2, 'L', 'S', 'S', 'L', 2},
    };

    to = put(to, addresses[other_side(from)], sizeof addresses[0]);
    to = put(to, addresses[from], sizeof addresses[0]);
    return put16(to, flow->address_len == 4 ? 0x0800 : 0x86dd);
}

/* RFC 791 */
static guint8 *put_ipv4(guint8 *to, const struct plain_flow *flow, enum legacyssl_side from,
                        gsize payload_len)
{
    static const guint8 version_and_service[] = {0x45, 0};
    static const guint8 dont_fragment[] = {0, 0, 0x40, 0, HOP_LIMIT, PROTOCOL_TCP, 0, 0};
    guint8 *header = to;

    to = put(to, version_and_service, sizeof version_and_service);
    to = put16(to, (guint16)(IPV4_HEADER + payload_len));
    to = put(to, dont_fragment, sizeof dont_fragment);
    to = put(to, flow->side[from].address, 4);
    to = put(to, flow->side[other_side(from)].address, 4);
    const guint16 sum = ip_checksum(header, IPV4_HEADER);
    put(header + 10, &sum, sizeof sum);
    return to;
}

/* RFC 8200 */
static guint8 *put_ipv6(guint8 *to, const struct plain_flow *flow, enum legacyssl_side from,
                        gsize payload_len)
{
    static const guint8 version_and_flow[] = {0x60, 0, 0, 0};

    to = put(to, version_and_flow, sizeof version_and_flow);
    to = put16(to, (guint16)payload_len);
    *to++ = PROTOCOL_TCP;
    *to++ = HOP_LIMIT;
    to = put(to, flow->side[from].address, 16);
    return put(to, flow->side[other_side(from)].address, 16);
}

/* Over the segment and what RFC 9293 3.1 and RFC 8200 8.1 call pseudo-header. In the wire's order.
 */
static guint16 tcp_checksum(const struct plain_flow *flow, const guint8 *segment, gsize len)
{
    guint8 protocol_and_len[4] = {0, PROTOCOL_TCP};
    vec_t parts[4];

    put16(protocol_and_len + 2, (guint16)len);
    SET_CKSUM_VEC_PTR(parts[0], flow->side[LEGACYSSL_CLIENT].address, (int)flow->address_len);
    SET_CKSUM_VEC_PTR(parts[1], flow->side[LEGACYSSL_SERVER].address, (int)flow->address_len);
    SET_CKSUM_VEC_PTR(parts[2], protocol_and_len, (int)sizeof protocol_and_len);
    SET_CKSUM_VEC_PTR(parts[3], segment, (int)len);
    return (guint16)in_cksum(parts, G_N_ELEMENTS(parts));
}

static gsize max_segment(const struct plain_flow *flow)
{
    return MTU - TCP_HEADER - (flow->address_len == 4 ? IPV4_HEADER : IPV6_HEADER);
}

/* RFC 9293 3.1; a SYN says how long segments can be (3.7.1). */
static guint8 *put_tcp(guint8 *to, const struct plain_flow *flow, enum legacyssl_side from,
                       guint16 flags, const guint8 *data, gsize len)
{
    const enum legacyssl_side other = other_side(from);
    const gsize options = flags & TH_SYN ? MSS_OPTION : 0;
    const guint8 header_words = (guint8)((TCP_HEADER + options) / 4);
    guint8 *segment = to;

    to = put16(to, flow->side[from].port);
    to = put16(to, flow->side[other].port);
    to = put32(to, flow->side[from].next);
    to = put32(to, flags & TH_ACK ? flow->side[other].next : 0);
    to = put16(to, (guint16)(header_words << 12 | flags));
    to = put16(to, WINDOW);
    to = put32(to, 0); /* checksum and urgent pointer */
    if (options != 0) {
        to = put16(to, 2 << 8 | MSS_OPTION);
        to = put16(to, (guint16)max_segment(flow));
    }
    if (len != 0)
        to = put(to, data, len);
    const guint16 sum = tcp_checksum(flow, segment, (gsize)(to - segment));
    put(segment + 16, &sum, sizeof sum);
    return to;
}

/* ---- segments -------------------------------------------------------------------------------- */

static void send(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side from,
                 guint16 flags, const guint8 *data, gsize len, const char *comment)
{
    const gsize payload_len = TCP_HEADER + (flags & TH_SYN ? MSS_OPTION : 0) + len;
    guint8 frame[MAX_FRAME];
    guint8 *to = put_ethernet(frame, flow, from);

    to = flow->address_len == 4 ? put_ipv4(to, flow, from, payload_len)
                                : put_ipv6(to, flow, from, payload_len);
    to = put_tcp(to, flow, from, flags, data, len);
    flow->side[from].next += (guint32)len + ((flags & (TH_SYN | TH_FIN)) != 0);
    capture_file_write(file, &flow->now, frame, (guint32)(to - frame), comment);
    nstime_add(&flow->now, &between_segments);
}

/* Captures have packets out of order; what was written last is not later than what is written now. */
static void set_time(struct plain_flow *flow, const nstime_t *when)
{
    if (nstime_cmp(when, &flow->now) > 0)
        flow->now = *when;
}

struct plain_flow *plain_flow_new(const address *client, const address *server,
                                  guint16 client_port, guint16 server_port, guint32 stream)
{
    if (client->type != server->type || (client->type != AT_IPv4 && client->type != AT_IPv6))
        return NULL;
    struct plain_flow *flow = g_new0(struct plain_flow, 1);
    flow->address_len = client->type == AT_IPv4 ? 4 : 16;
    memcpy(flow->side[LEGACYSSL_CLIENT].address, client->data, flow->address_len);
    memcpy(flow->side[LEGACYSSL_SERVER].address, server->data, flow->address_len);
    flow->side[LEGACYSSL_CLIENT].port = client_port;
    flow->side[LEGACYSSL_SERVER].port = server_port;
    /* a SYN with another's number on the same ports would be taken for that one's, sent again */
    flow->side[LEGACYSSL_CLIENT].next = (stream + 1) * 0x9e3779b1u;
    flow->side[LEGACYSSL_SERVER].next = ~((stream + 1) * 0x9e3779b1u);
    return flow;
}

void plain_flow_begin(struct plain_flow *flow, struct capture_file *file, const nstime_t *when,
                      const char *comment)
{
    set_time(flow, when);
    send(flow, file, LEGACYSSL_CLIENT, TH_SYN, NULL, 0, comment);
    send(flow, file, LEGACYSSL_SERVER, TH_SYN | TH_ACK, NULL, 0, NULL);
    send(flow, file, LEGACYSSL_CLIENT, TH_ACK, NULL, 0, NULL);
}

void plain_flow_data(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side,
                     const guint8 *data, gsize len, const nstime_t *when)
{
    const gsize max = max_segment(flow);

    set_time(flow, when);
    for (; len > max; data += max, len -= max)
        send(flow, file, side, TH_ACK, data, max, NULL);
    send(flow, file, side, TH_ACK | TH_PUSH, data, len, NULL);
    send(flow, file, other_side(side), TH_ACK, NULL, 0, NULL);
}

void plain_flow_gap(struct plain_flow *flow, enum legacyssl_side side, gsize missing)
{
    flow->side[side].next += (guint32)MIN(missing, MAX_GAP);
}

static void write_end(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side)
{
    if (!flow->side[side].has_ended || flow->side[side].is_end_written)
        return;
    set_time(flow, &flow->side[side].end);
    send(flow, file, side, TH_FIN | TH_ACK, NULL, 0, NULL);
    flow->side[side].is_end_written = TRUE;
}

static enum legacyssl_side first_to_end(const struct plain_flow *flow)
{
    return nstime_cmp(&flow->side[LEGACYSSL_SERVER].end, &flow->side[LEGACYSSL_CLIENT].end) < 0
               ? LEGACYSSL_SERVER
               : LEGACYSSL_CLIENT;
}

static void write_ends(struct plain_flow *flow, struct capture_file *file)
{
    write_end(flow, file, first_to_end(flow));
    write_end(flow, file, other_side(first_to_end(flow)));
}

static gboolean have_both_ended(const struct plain_flow *flow)
{
    return flow->side[LEGACYSSL_CLIENT].has_ended && flow->side[LEGACYSSL_SERVER].has_ended;
}

static void set_end(struct plain_flow *flow, enum legacyssl_side side, const nstime_t *when)
{
    if (flow->side[side].has_ended)
        return;
    flow->side[side].has_ended = TRUE;
    flow->side[side].end = *when;
}

void plain_flow_fin(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side,
                    const nstime_t *when)
{
    if (have_both_ended(flow))
        return;
    set_end(flow, side, when);
    if (!have_both_ended(flow))
        return;
    write_ends(flow, file);
    send(flow, file, first_to_end(flow), TH_ACK, NULL, 0, NULL);
}

void plain_flow_reset(struct plain_flow *flow, struct capture_file *file, enum legacyssl_side side,
                      const nstime_t *when)
{
    if (have_both_ended(flow))
        return;
    write_ends(flow, file);
    set_time(flow, when);
    send(flow, file, side, TH_RST | TH_ACK, NULL, 0, NULL);
    for (enum legacyssl_side i = LEGACYSSL_CLIENT; i <= LEGACYSSL_SERVER; i++) {
        set_end(flow, i, when);
        flow->side[i].is_end_written = TRUE;
    }
}

void plain_flow_close(struct plain_flow *flow, struct capture_file *file)
{
    write_ends(flow, file);
    g_free(flow);
}
