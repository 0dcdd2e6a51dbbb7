/* delivery.c - how a record's application data were handed on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "application/delivery.h"

#include <string.h>

static wmem_map_t *wholes; /* set of struct delivery */

static guint hash(gconstpointer key)
{
    const struct delivery *delivery = key;

    return g_direct_hash(delivery->dissector) ^ g_direct_hash(delivery->protocol);
}

static gboolean is_same(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct delivery)) == 0;
}

void delivery_register(void)
{
    wholes = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), hash, is_same);
}

struct delivery *delivery_new(void)
{
    return wmem_new0(wmem_file_scope(), struct delivery);
}

gboolean delivery_is_whole(const struct delivery *delivery)
{
    return delivery->pdu == NULL && delivery->begun == NULL;
}

static const struct delivery *keep(struct delivery *delivery, const struct delivery *same)
{
    if (same == NULL)
        return delivery;
    wmem_free(wmem_file_scope(), delivery);
    return same;
}

const struct delivery *delivery_keep_whole(struct delivery *delivery)
{
    const struct delivery *same = wmem_map_lookup(wholes, delivery);

    if (same == NULL)
        wmem_map_insert(wholes, delivery, delivery);
    return keep(delivery, same);
}

const struct delivery *delivery_keep_part(struct delivery *delivery, const struct delivery **latest)
{
    *latest = keep(delivery, *latest != NULL && is_same(*latest, delivery) ? *latest : NULL);
    return *latest;
}
