/* key_place.c - where a secret was found, in a form that is small until somebody reads it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/key_place.h"

static const char *what_is_at(const struct key_place *place)
{
    if (place->is_keys)
        return "write keys in ";
    return place->is_session ? "session in " : "";
}

const char *key_place_text(wmem_allocator_t *pool, const struct key_place *place)
{
    const char *text = place->name;

    if (place->line != 0)
        text = wmem_strdup_printf(pool, "%s, %sline %" G_GUINT64_FORMAT, place->name,
                                  what_is_at(place), place->line);
    if (place->frame != 0)
        text = wmem_strdup_printf(pool, "session of the connection in frame %u (%s)", place->frame,
                                  text);
    return text;
}

const char *key_place_origin(const struct key_place *place)
{
    return place->frame != 0 ? "session of an earlier connection" : place->name;
}
