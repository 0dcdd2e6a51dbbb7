/* fuzz_segments.c - the whole plugin, fed with TCP segments and then visited again
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: options (one byte), then segments: what is special about it (one byte, see below), the
 * length of its payload (two bytes) and the payload.
 */
#include "input.h"
#include "wireshark_start.h"

#include <epan/column.h>
#include <epan/frame_data.h>
#include <epan/tvbuff.h>
#include <wiretap/wtap.h>

#include <string.h>

#define MAX_SEGMENTS 64
#define ETHERNET 14
#define IP 20
#define TCP 20
#define HEADERS (ETHERNET + IP + TCP)
#define ENCAP_ETHERNET 1
#define INPUTS_OF_A_FILE 100 /* each has addresses of its own */

enum { FIRST_PASS_WITH_TREE = 1, OTHER_PORT = 2, BACKWARDS = 4 }; /* options */
enum { FROM_SERVER = 1, SYN = 2, FIN = 4, LOST_BEFORE = 8, AGAIN = 16, CUT = 32 };

struct segment {
    guint8 *frame;
    guint len, captured;
    frame_data fd;
};

int LLVMFuzzerInitialize(int *argc G_GNUC_UNUSED, char ***argv)
{
    wireshark_start((*argv)[0]);
    return 0;
}

static void put16(guint8 *p, guint value)
{
    p[0] = (guint8)(value >> 8);
    p[1] = (guint8)value;
}

static void put32(guint8 *p, guint32 value)
{
    put16(p, value >> 16);
    put16(p + 2, value & 0xffff);
}

/* What all segments of an input have in common. */
struct stream {
    guint32 number; /* of the input, for its addresses */
    guint port;
    guint32 sequence[2];
};

static void put_headers(guint8 *frame, guint len, const struct stream *stream,
                        gboolean from_server, guint flags)
{
    const guint32 addresses[2] = {0x0a000000 + 2 * stream->number, 0x0a000001 + 2 * stream->number};
    guint8 *ip = frame + ETHERNET, *tcp = ip + IP;

    put16(frame + 12, 0x0800);
    ip[0] = 0x45;
    put16(ip + 2, len - ETHERNET);
    ip[8] = 64;
    ip[9] = 6;
    put32(ip + 12, addresses[from_server]);
    put32(ip + 16, addresses[!from_server]);
    put16(tcp, from_server ? stream->port : 40000);
    put16(tcp + 2, from_server ? 40000 : stream->port);
    put32(tcp + 4, stream->sequence[from_server]);
    put32(tcp + 8, stream->sequence[!from_server]);
    tcp[12] = TCP / 4 << 4;
    tcp[13] = (guint8)(flags & FIN ? 0x11 : flags & SYN ? (from_server ? 0x12 : 0x02) : 0x18);
    put16(tcp + 14, 0xffff);
}

static struct segment take_segment(struct input *in, struct stream *stream)
{
    const guint flags = take_byte(in);
    const struct legacyssl_bytes payload = take_bytes(in, take_short(in));
    const gboolean from_server = flags & FROM_SERVER;
    struct segment segment = {.len = HEADERS + (guint)payload.len};

    stream->sequence[from_server] += flags & LOST_BEFORE ? 100 : 0;
    segment.frame = g_malloc0(segment.len);
    put_headers(segment.frame, segment.len, stream, from_server, flags);
    if (payload.len != 0)
        memcpy(segment.frame + HEADERS, payload.data, payload.len);
    if (!(flags & AGAIN))
        stream->sequence[from_server] += (guint32)payload.len + !!(flags & (SYN | FIN));
    segment.captured = flags & CUT ? MIN(segment.len, HEADERS + (guint)payload.len / 2) : segment.len;
    return segment;
}

static wtap_rec record_of(const struct segment *segment)
{
    wtap_rec rec = {
        .rec_type = REC_TYPE_PACKET,
        .presence_flags = WTAP_HAS_TS | WTAP_HAS_CAP_LEN,
        .ts = {1000000000, 0},
    };

    rec.rec_header.packet_header.caplen = segment->captured;
    rec.rec_header.packet_header.len = segment->len;
    rec.rec_header.packet_header.pkt_encap = ENCAP_ETHERNET;
    return rec;
}

static void visit(epan_t *file, struct segment *segment, gboolean tree)
{
    wtap_rec rec = record_of(segment);
    epan_dissect_t *edt = epan_dissect_new(file, tree, tree);
    tvbuff_t *tvb = tvb_new_real_data(segment->frame, segment->captured, (gint)segment->len);

    epan_dissect_run(edt, WTAP_FILE_TYPE_SUBTYPE_UNKNOWN, &rec, tvb, &segment->fd, NULL);
    epan_dissect_free(edt);
}

static void first_visit(epan_t *file, struct segment *segment, guint32 number, gboolean tree)
{
    const wtap_rec rec = record_of(segment);
    guint32 bytes = 0;

    frame_data_init(&segment->fd, number, &rec, 0, 0);
    visit(file, segment, tree);
    frame_data_set_after_dissect(&segment->fd, &bytes);
}

static void visit_all(epan_t *file, struct segment *segments, guint count, guint options)
{
    static guint32 number;

    for (guint i = 0; i < count; i++)
        first_visit(file, &segments[i], ++number, options & FIRST_PASS_WITH_TREE);
    for (guint i = 0; i < count; i++)
        visit(file, &segments[options & BACKWARDS ? count - 1 - i : i], TRUE);
    for (guint i = 0; i < count; i++)
        frame_data_destroy(&segments[i].fd);
}

static epan_t *current_file(guint32 inputs)
{
    static epan_t *file;

    if (inputs % INPUTS_OF_A_FILE == 0) {
        if (file != NULL)
            epan_free(file);
        file = wireshark_file_new();
    }
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static guint32 inputs;
    struct input in = {data, size};
    struct segment segments[MAX_SEGMENTS];
    const guint options = take_byte(&in);
    struct stream stream = {inputs, options & OTHER_PORT ? 14443 : 443, {1000, 5000}};
    guint count = 0;

    while (count < MAX_SEGMENTS && in.left != 0)
        segments[count++] = take_segment(&in, &stream);
    visit_all(current_file(inputs++), segments, count, options);
    for (guint i = 0; i < count; i++)
        g_free(segments[i].frame);
    return 0;
}
