/* pdu.c - one message of the application that spans records
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/pdu.h"

#include <string.h>

#define MAX_RESERVED (1 << 30)

static GPtrArray *pdus;

static void pdu_free(gpointer data)
{
    struct pdu *pdu = data;

    g_array_free(pdu->parts, TRUE);
    g_free(pdu->data);
    g_free(pdu);
}

struct pdu *pdu_new(void)
{
    struct pdu *pdu = g_new0(struct pdu, 1);

    pdu->parts = g_array_new(FALSE, FALSE, sizeof(struct pdu_part));
    if (pdus == NULL)
        pdus = g_ptr_array_new_with_free_func(pdu_free);
    g_ptr_array_add(pdus, pdu);
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

/* The records of one frame are one part. */
static void add_part(struct pdu *pdu, guint32 frame, gsize len)
{
    struct pdu_part *last =
        pdu->parts->len != 0 ? &g_array_index(pdu->parts, struct pdu_part, pdu->parts->len - 1)
                             : NULL;
    const struct pdu_part part = {frame, (guint32)len};

    if (last != NULL && last->frame == frame)
        last->len += (guint32)len;
    else
        g_array_append_val(pdu->parts, part);
}

void pdu_append(struct pdu *pdu, tvbuff_t *tvb, gint offset, gsize needed,
                packet_info *pinfo)
{
    const gsize len = tvb_captured_length_remaining(tvb, offset);

    pdu_reserve(pdu, len, needed, pinfo);
    tvb_memcpy(tvb, pdu->data + pdu->len, offset, len);
    pdu->len += len;
    pdu->records++;
    add_part(pdu, pinfo->num, len);
}

/* A buffer of one's own for the tvb would be a copy of the whole message for every record of it. */
tvbuff_t *pdu_tvb(const struct pdu *pdu, gsize len, tvbuff_t *parent, packet_info *pinfo)
{
    tvbuff_t *tvb = tvb_new_child_real_data(parent, pdu->data, (guint)len, (gint)len);

    add_new_data_source(pinfo, tvb, "Reassembled application data");
    return tvb;
}

void pdu_cleanup(void)
{
    if (pdus != NULL)
        g_ptr_array_free(pdus, TRUE);
    pdus = NULL;
}
