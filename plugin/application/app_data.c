/* app_data.c - application data, put together and handed to the dissector they belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/app_data.h"

#include "application/app_dissector.h"
#include "application/delivery.h"
#include "state/conversation.h"
#include "statistics/plain_tap.h"
#include "show/fields.h"
#include "show/record_title.h"
#include "application/follow_stream.h"
#include "application/info_column.h"
#include "application/pdu.h"
#include "application/pdu_draw.h"

#include <epan/exceptions.h>
#include <epan/show_exception.h>

/* A dissector that wants more, and does not say how much, is asked again with each record; once it
 * has dissected so many bytes in vain, only when there is so much more. */
#define DISSECTED_IN_VAIN (1 << 20)
#define GROWTH 16

/* One sender's application bytes, once any of them have to wait for more. */
struct app_stream {
    struct pdu *pdu;  /* what waits for more; NULL if nothing does */
    gsize needed;     /* how long it must become before the dissector is asked again */
    gsize dissected;  /* bytes of it, all times together */
    guint32 ended_in; /* the frame in which what waited was handed on for good; 0: none ... */
    enum app_data_ending ended_by; /* ... and by what: a frame can have both */
    struct pdu *ended_pdu;
    const struct delivery *latest; /* of a part */
};

/* ---- asking the dissector ------------------------------------------------------------------- */

/* What the dissector said it needs, 0 if nothing. */
struct request {
    const char *protocol; /* what the data are, in full; NULL: not known */
    gint offset;
    guint32 len;
};

static struct request ask(const struct legacyssl_conversation *conversation,
                          enum legacyssl_side side, dissector_handle_t *dissector, tvbuff_t *tvb,
                          packet_info *pinfo, proto_tree *tree, gboolean can_wait)
{
    const guint16 saved_can_desegment = pinfo->can_desegment;
    const gint saved_offset = pinfo->desegment_offset;
    const guint32 saved_len = pinfo->desegment_len;
    const char *protocol = wmem_strdup(pinfo->pool, col_get_text(pinfo->cinfo, COL_PROTOCOL));
    struct request request = {NULL, 0, 0};

    /* one is taken away by every layer that is called: "tls" and the dissector itself */
    pinfo->can_desegment = can_wait ? 3 : 0;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = 0;
    info_column_drop_part(pinfo);
    info_column_keep(pinfo);
    TRY
    {
        const char *name =
            app_dissector_call(conversation, side, dissector, tvb, pinfo, tree, !can_wait);
        request = (struct request){name, pinfo->desegment_offset, pinfo->desegment_len};
    }
    FINALLY
    {
        pinfo->can_desegment = saved_can_desegment;
        pinfo->desegment_offset = saved_offset;
        pinfo->desegment_len = saved_len;
    }
    ENDTRY;
    if (request.len != 0 && request.offset == 0) /* what it wrote is of no message yet */
        info_column_undo(pinfo, protocol);
    return request;
}

static struct app_stream *app_of(struct sender *sender)
{
    if (sender->app == NULL)
        sender->app = wmem_new0(wmem_file_scope(), struct app_stream);
    return sender->app;
}

static gsize bytes_needed(struct request request, gsize left, gsize dissected)
{
    if (request.len == DESEGMENT_UNTIL_FIN)
        return G_MAXSIZE;
    if (request.len != DESEGMENT_ONE_MORE_SEGMENT)
        return left + request.len;
    return left + (dissected > DISSECTED_IN_VAIN ? MAX(left / GROWTH, 1) : 1);
}

/* Keep what the dissector left over of `tvb`, beginning at its desegment_offset, until there is
 * enough. If that is all of `pdu`, it just grows on. */
static struct pdu *wait_for_more(struct app_stream *app, struct pdu *pdu, struct request request,
                                 tvbuff_t *tvb, packet_info *pinfo)
{
    const gint left = MAX(0, tvb_captured_length_remaining(tvb, request.offset));

    app->dissected = pdu == NULL || request.offset != 0 ? 0 : app->dissected + pdu->len;
    app->needed = bytes_needed(request, (gsize)left, app->dissected);
    if (pdu == NULL || request.offset != 0) {
        pdu = pdu_new();
        if (left > 0)
            pdu_append(pdu, tvb, request.offset, app->needed, pinfo);
    }
    app->pdu = pdu;
    return pdu;
}

/* ---- first and later visits ----------------------------------------------------------------- */

/* Only what is a part has a stream. */
static const struct delivery *keep_once(struct sender *sender, struct delivery *delivery)
{
    return delivery_is_whole(delivery) ? delivery_keep_whole(delivery)
                                       : delivery_keep_part(delivery, &sender->app->latest);
}

/* The note has its delivery, and nothing waits any longer, before the dissector is called: it may
 * throw an exception. */
static void deliver_first(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                          struct record_note *note, tvbuff_t *data, packet_info *pinfo,
                          proto_tree *tree)
{
    struct sender *sender = &conversation->sender[side];
    struct delivery *delivery = delivery_new();
    struct pdu *pdu = sender->app != NULL ? sender->app->pdu : NULL;
    tvbuff_t *tvb = data;

    note->delivery = delivery;
    delivery->pdu = pdu;
    if (pdu != NULL) {
        pdu_append(pdu, data, 0, sender->app->needed, pinfo);
        delivery->begun = pdu;
        if (pdu->len < sender->app->needed) {
            note->delivery = keep_once(sender, delivery);
            return;
        }
        tvb = pdu_tvb(pdu, pdu->len, data, pinfo);
        sender->app->pdu = NULL;
    }
    delivery->len = pdu != NULL ? pdu->len : 1;
    const struct request request =
        ask(conversation, side, &conversation->app_dissector, tvb, pinfo, tree, TRUE);
    delivery->dissector = conversation->app_dissector;
    delivery->protocol = request.protocol;
    delivery->begun =
        request.len != 0 ? wait_for_more(app_of(sender), pdu, request, tvb, pinfo) : NULL;
    if (pdu != NULL && delivery->begun != pdu)
        pdu->complete_in = pinfo->num;
    note->delivery = keep_once(sender, delivery);
}

static void deliver_again(const struct legacyssl_conversation *conversation,
                          enum legacyssl_side side, const struct delivery *delivery, tvbuff_t *data,
                          packet_info *pinfo, proto_tree *tree)
{
    dissector_handle_t dissector = delivery->dissector;

    if (delivery->len == 0)
        return;
    tvbuff_t *tvb =
        delivery->pdu != NULL ? pdu_tvb(delivery->pdu, delivery->len, data, pinfo) : data;
    ask(conversation, side, &dissector, tvb, pinfo, tree, TRUE);
}

/* The record may end a message that began before, and begin one that goes on behind it. */
static void draw_reassembly(const struct legacyssl_conversation *conversation,
                            const struct delivery *delivery, tvbuff_t *data, packet_info *pinfo,
                            proto_tree *tree)
{
    if (delivery->pdu != NULL && delivery->begun != delivery->pdu)
        pdu_draw_parts(delivery->pdu, data, tree);
    if (delivery->begun == NULL)
        return;
    info_column_part(pinfo, legacyssl_protocol_name(conversation->protocol));
    pdu_draw_reassembled_in(delivery->begun, data, pinfo, tree);
}

void app_data_dissect(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      struct record_note *note, tvbuff_t *data, packet_info *pinfo,
                      proto_tree *tree)
{
    record_title_add(tree, "Application Data");
    if (tvb_captured_length(data) == 0) /* the countermeasure to chosen IVs */
        return;
    proto_tree_add_item(tree, hf_app_data, data, 0, -1, ENC_NA);
    follow_stream_data(data, pinfo);
    plain_tap_data(conversation, side, data, pinfo);
    if (note->delivery != NULL)
        deliver_again(conversation, side, note->delivery, data, pinfo, tree);
    else if (!pinfo->fd->visited)
        deliver_first(conversation, side, note, data, pinfo, tree);
    if (note->delivery == NULL)
        return;
    record_title_go_on(tree, note->delivery->protocol);
    draw_reassembly(conversation, note->delivery, data, pinfo, tree);
}

struct pdu *app_data_give_up(struct sender *sender)
{
    struct app_stream *app = sender->app;
    struct pdu *rest = app != NULL ? app->pdu : NULL;

    if (rest == NULL)
        return NULL;
    app->pdu = NULL;
    return rest->len != 0 ? rest : NULL;
}

/* What goes wrong with it must not cost the record behind the gap. */
void app_data_draw_rest(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        const struct pdu *rest, tvbuff_t *parent, packet_info *pinfo,
                        proto_tree *tree)
{
    dissector_handle_t dissector = conversation->app_dissector;
    tvbuff_t *tvb = pdu_tvb(rest, rest->len, parent, pinfo);
    const char *saved_proto = pinfo->current_proto; /* whose Wireshark takes the items to be */

    TRY
    {
        ask(conversation, side, &dissector, tvb, pinfo, tree, FALSE);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
        pinfo->current_proto = saved_proto;
    }
    ENDTRY;
}

void app_data_end(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                  enum app_data_ending ending, tvbuff_t *parent, packet_info *pinfo,
                  proto_tree *tree)
{
    struct app_stream *app = conversation->sender[side].app;

    if (app == NULL)
        return;
    if (app->pdu != NULL && !pinfo->fd->visited) {
        app->ended_in = pinfo->num;
        app->ended_by = ending;
        app->pdu->complete_in = pinfo->num;
        app->ended_pdu = app->pdu;
        app->pdu = NULL;
    }
    if (app->ended_in != pinfo->num || app->ended_by != ending || app->ended_pdu->len == 0)
        return;
    if (ending == APP_DATA_CLOSE_NOTIFY) /* a FIN has no tree of ours */
        pdu_draw_parts(app->ended_pdu, parent, tree);
    tvbuff_t *tvb = pdu_tvb(app->ended_pdu, app->ended_pdu->len, parent, pinfo);
    ask(conversation, side, &conversation->app_dissector, tvb, pinfo, tree, FALSE);
}
