/* app_data.c - application data, put together and handed to the dissector they belong to
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/app_data.h"

#include "application/app_dissector.h"
#include "state/conversation.h"
#include "show/fields.h"
#include "application/follow_stream.h"
#include "application/info_column.h"

#include <epan/exceptions.h>
#include <epan/show_exception.h>

#include <string.h>

#define MAX_RESERVED (1 << 30)

/* Bytes of one message that spans records. They stay until the file is closed, because a later
 * visit to the last record has none of the earlier ones at hand. */
struct pdu {
    guint8 *data;
    gsize len, size;
    guint32 first_frame;
    guint records;
};

/* How a record's data were handed on. */
struct delivery {
    struct pdu *pdu;              /* NULL: the record's own bytes */
    gsize len;                    /* so many bytes of it; 0: the dissector was not asked */
    dissector_handle_t dissector; /* who was asked; NULL: heuristics or "data" */
};

/* One sender's application bytes. */
struct app_stream {
    struct pdu *pdu;  /* what waits for more; NULL if nothing does */
    gsize needed;     /* how long it must become before the dissector is asked again */
    guint32 ended_in; /* the frame in which what waited was handed on for good; 0: none */
    struct pdu *ended_pdu;
};

static GPtrArray *pdus;
static guint waiting;

guint app_data_waiting(void)
{
    return waiting;
}

static void pdu_free(gpointer data)
{
    struct pdu *pdu = data;

    g_free(pdu->data);
    g_free(pdu);
}

void app_data_cleanup(void)
{
    if (pdus != NULL)
        g_ptr_array_free(pdus, TRUE);
    pdus = NULL;
    waiting = 0;
}

static struct pdu *pdu_new(guint32 frame)
{
    struct pdu *pdu = g_new0(struct pdu, 1);

    if (pdus == NULL)
        pdus = g_ptr_array_new_with_free_func(pdu_free);
    g_ptr_array_add(pdus, pdu);
    pdu->first_frame = frame;
    return pdu;
}

static ws_boolean free_old_data(wmem_allocator_t *allocator _U_, wmem_cb_event_t event _U_,
                                void *data)
{
    g_free(data);
    return false; /* not again */
}

/* As many bytes as are known to be needed: what is never filled costs nothing but addresses. A
 * length that is too large to be true makes the buffer grow step by step instead. */
static guint8 *pdu_alloc(gsize least, gsize needed, gsize *size)
{
    guint8 *data = NULL;

    *size = MAX(least, needed);
    if (needed <= MAX_RESERVED)
        data = g_try_malloc(*size);
    if (data != NULL)
        return data;
    *size = least + least / 2;
    return g_malloc(*size);
}

/* Room for `len` more bytes. This packet may still show the old buffer: that one goes with the
 * packet. */
static void pdu_reserve(struct pdu *pdu, gsize len, gsize needed, packet_info *pinfo)
{
    const gsize least = pdu->len + len;

    if (least <= pdu->size)
        return;
    guint8 *old = pdu->data;
    pdu->data = pdu_alloc(least, needed, &pdu->size);
    if (old != NULL) {
        memcpy(pdu->data, old, pdu->len);
        wmem_register_callback(pinfo->pool, free_old_data, old);
    }
}

static void pdu_append(struct pdu *pdu, tvbuff_t *tvb, gint offset, gsize needed,
                       packet_info *pinfo)
{
    const gsize len = tvb_captured_length_remaining(tvb, offset);

    pdu_reserve(pdu, len, needed, pinfo);
    tvb_memcpy(tvb, pdu->data + pdu->len, offset, len);
    pdu->len += len;
    pdu->records++;
}

/* A buffer of one's own for the tvb would be a copy of the whole message for every record of it. */
static tvbuff_t *pdu_tvb(const struct pdu *pdu, gsize len, tvbuff_t *parent, packet_info *pinfo)
{
    tvbuff_t *tvb = tvb_new_child_real_data(parent, pdu->data, (guint)len, (gint)len);

    add_new_data_source(pinfo, tvb, "Reassembled application data");
    return tvb;
}

/* ---- asking the dissector ------------------------------------------------------------------- */

/* What the dissector said it needs, 0 if nothing. */
struct request {
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
    struct request request = {0, 0};

    /* one is taken away by every layer that is called: "tls" and the dissector itself */
    pinfo->can_desegment = can_wait ? 3 : 0;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = 0;
    info_column_keep(pinfo);
    TRY
    {
        app_dissector_call(conversation, side, dissector, tvb, pinfo, tree, !can_wait);
        request = (struct request){pinfo->desegment_offset, pinfo->desegment_len};
    }
    FINALLY
    {
        pinfo->can_desegment = saved_can_desegment;
        pinfo->desegment_offset = saved_offset;
        pinfo->desegment_len = saved_len;
    }
    ENDTRY;
    return request;
}

static struct app_stream *app_of(struct sender *sender)
{
    if (sender->app == NULL)
        sender->app = wmem_new0(wmem_file_scope(), struct app_stream);
    return sender->app;
}

static void set_waiting(struct app_stream *app, struct pdu *pdu)
{
    waiting += pdu != NULL;
    waiting -= app->pdu != NULL;
    app->pdu = pdu;
}

static gsize bytes_needed(struct request request, gsize left)
{
    if (request.len == DESEGMENT_UNTIL_FIN)
        return G_MAXSIZE;
    return left + (request.len == DESEGMENT_ONE_MORE_SEGMENT ? 1 : request.len);
}

/* Keep what the dissector left over of `tvb`, beginning at its desegment_offset, until there is
 * enough. If that is all of `pdu`, it just grows on. */
static void wait_for_more(struct app_stream *app, struct pdu *pdu, struct request request,
                          tvbuff_t *tvb, packet_info *pinfo)
{
    const gint left = MAX(0, tvb_captured_length_remaining(tvb, request.offset));

    app->needed = bytes_needed(request, (gsize)left);
    if (pdu == NULL || request.offset != 0) {
        pdu = pdu_new(pinfo->num);
        if (left > 0)
            pdu_append(pdu, tvb, request.offset, app->needed, pinfo);
    }
    set_waiting(app, pdu);
}

/* ---- first and later visits ----------------------------------------------------------------- */

/* The note has its delivery, and nothing waits any longer, before the dissector is called: it may
 * throw an exception. */
static void deliver_first(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                          struct record_note *note, tvbuff_t *data, packet_info *pinfo,
                          proto_tree *tree)
{
    struct app_stream *app = app_of(&conversation->sender[side]);
    struct delivery *delivery = wmem_new0(wmem_file_scope(), struct delivery);
    struct pdu *pdu = app->pdu;
    tvbuff_t *tvb = data;

    note->delivery = delivery;
    delivery->pdu = pdu;
    if (pdu != NULL) {
        pdu_append(pdu, data, 0, app->needed, pinfo);
        if (pdu->len < app->needed)
            return;
        tvb = pdu_tvb(pdu, pdu->len, data, pinfo);
    }
    delivery->len = tvb_captured_length(tvb);
    set_waiting(app, NULL);
    app_dissector_find_port(conversation, pinfo);
    const struct request request =
        ask(conversation, side, &conversation->app_dissector, tvb, pinfo, tree, TRUE);
    delivery->dissector = conversation->app_dissector;
    if (request.len != 0)
        wait_for_more(app, pdu, request, tvb, pinfo);
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

static void draw_reassembly(const struct delivery *delivery, tvbuff_t *data, packet_info *pinfo,
                            proto_tree *tree)
{
    const struct pdu *pdu = delivery->pdu;

    if (pdu == NULL)
        return;
    if (delivery->len == 0)
        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", "Application Data");
    proto_item_set_generated(
        proto_tree_add_uint(tree, hf_reassembled_from, data, 0, 0, pdu->first_frame));
}

void app_data_dissect(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                      struct record_note *note, tvbuff_t *data, packet_info *pinfo,
                      proto_tree *tree)
{
    if (tvb_captured_length(data) == 0) /* the countermeasure to chosen IVs */
        return;
    proto_tree_add_item(tree, hf_app_data, data, 0, -1, ENC_NA);
    follow_stream_data(data, pinfo);
    if (note->delivery != NULL)
        deliver_again(conversation, side, note->delivery, data, pinfo, tree);
    else if (!pinfo->fd->visited)
        deliver_first(conversation, side, note, data, pinfo, tree);
    if (note->delivery != NULL)
        draw_reassembly(note->delivery, data, pinfo, tree);
}

struct pdu *app_data_give_up(struct sender *sender)
{
    struct app_stream *app = sender->app;
    struct pdu *rest = app != NULL ? app->pdu : NULL;

    if (rest == NULL)
        return NULL;
    set_waiting(app, NULL);
    return rest->len != 0 ? rest : NULL;
}

/* What goes wrong with it must not cost the record behind the gap. */
void app_data_draw_rest(const struct legacyssl_conversation *conversation, enum legacyssl_side side,
                        const struct pdu *rest, tvbuff_t *parent, packet_info *pinfo,
                        proto_tree *tree)
{
    dissector_handle_t dissector = conversation->app_dissector;
    tvbuff_t *tvb = pdu_tvb(rest, rest->len, parent, pinfo);

    TRY
    {
        ask(conversation, side, &dissector, tvb, pinfo, tree, FALSE);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
}

void app_data_end(struct legacyssl_conversation *conversation, enum legacyssl_side side,
                  tvbuff_t *parent, packet_info *pinfo, proto_tree *tree)
{
    struct app_stream *app = conversation->sender[side].app;

    if (app == NULL)
        return;
    if (app->pdu != NULL && !pinfo->fd->visited) {
        app->ended_in = pinfo->num;
        app->ended_pdu = app->pdu;
        set_waiting(app, NULL);
    }
    if (app->ended_in != pinfo->num || app->ended_pdu->len == 0)
        return;
    tvbuff_t *tvb = pdu_tvb(app->ended_pdu, app->ended_pdu->len, parent, pinfo);
    ask(conversation, side, &conversation->app_dissector, tvb, pinfo, tree, FALSE);
}
