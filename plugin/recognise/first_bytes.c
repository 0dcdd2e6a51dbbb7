/* first_bytes.c - streams whose first segments are too short to tell what they are
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise/first_bytes.h"

#include "bytes/file_scope.h"
#include "recognise/recognise.h"
#include "wireshark/proto.h"

#include <string.h>

/* One sender's. */
struct beginning {
    guint len; /* 0: nothing is kept */
    guint8 bytes[HELLO_LONGEST_DOUBT];
    guint32 next; /* sequence number behind them, on the wire */
};

struct first_bytes {
    struct beginning of[2];            /* by segment.direction */
    struct doubtful_hello doubtful[2]; /* frame 0: none */
};

static int proto_first_bytes; /* only to keep them by */

void first_bytes_register(void)
{
    proto_first_bytes = proto_register_protocol_in_name_only(
        "LegacySSL first bytes", "LegacySSL first bytes", "legacyssl.first_bytes", proto_legacyssl,
        FT_PROTOCOL);
}

static struct first_bytes *kept(conversation_t *conversation)
{
    return conversation != NULL ? conversation_get_proto_data(conversation, proto_first_bytes)
                                : NULL;
}

static void keep(struct beginning *beginning, struct legacyssl_bytes bytes, guint32 next)
{
    beginning->len = bytes.len <= sizeof beginning->bytes ? (guint)bytes.len : 0;
    memcpy(beginning->bytes, bytes.data, beginning->len);
    beginning->next = next;
}

void first_bytes_keep(conversation_t *conversation, const struct segment *segment, guint32 frame,
                      gboolean is_doubtful)
{
    struct first_bytes *first = kept(conversation);

    if (first == NULL) {
        first = wmem_new0(wmem_file_scope(), struct first_bytes);
        conversation_add_proto_data(conversation, proto_first_bytes, first);
    }
    if (is_doubtful)
        first->doubtful[segment->direction] = (struct doubtful_hello){
            frame, segment_relative_seq(segment, conversation, segment->seq),
            file_scope_bytes(segment->payload)};
    else
        keep(&first->of[segment->direction], segment->payload,
             segment->seq + (guint32)segment->payload.len);
}

struct legacyssl_bytes first_bytes_join(conversation_t *conversation, const struct segment *segment,
                                        packet_info *pinfo, gsize *before)
{
    const struct first_bytes *first = kept(conversation);
    const struct beginning *beginning = first != NULL ? &first->of[segment->direction] : NULL;

    if (beginning == NULL || beginning->len == 0 || segment->seq != beginning->next)
        return (struct legacyssl_bytes){NULL, 0};
    guint8 *joined = wmem_alloc(pinfo->pool, beginning->len + segment->payload.len);
    memcpy(joined, beginning->bytes, beginning->len);
    memcpy(joined + beginning->len, segment->payload.data, segment->payload.len);
    *before = beginning->len;
    return (struct legacyssl_bytes){joined, beginning->len + segment->payload.len};
}

void first_bytes_go_on(conversation_t *conversation, const struct segment *segment,
                       struct legacyssl_bytes joined, gboolean is_possible)
{
    struct beginning *beginning = &kept(conversation)->of[segment->direction];

    keep(beginning, joined, segment->seq + (guint32)segment->payload.len);
    if (!is_possible)
        beginning->len = 0;
}

const struct doubtful_hello *first_bytes_answered(conversation_t *conversation,
                                                  const struct segment *segment)
{
    const struct first_bytes *first = kept(conversation);
    const struct doubtful_hello *doubtful =
        first != NULL ? &first->doubtful[1 - segment->direction] : NULL;

    return doubtful != NULL && doubtful->frame != 0 ? doubtful : NULL;
}
