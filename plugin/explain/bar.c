/* bar.c - bytes drawn as a bar, in SVG: each byte a stripe, the darker the larger it is
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/bar.h"

#include "explain/markup.h"

#define SHADES 8
#define LIGHTEST 30     /* per cent */
#define MAX_STRIPES 192 /* a certificate is longer */

/* All stripes of one shade are one path. */
static void draw_shade(GString *svg, struct box box, const char *color,
                       struct legacyssl_bytes bytes, int shade)
{
    const int count = (int)MIN(bytes.len, MAX_STRIPES);
    gboolean is_begun = FALSE;

    for (int i = 0; i < count; i++) {
        const int x = box.width * i / count, width = box.width * (i + 1) / count - x;
        if (bytes.data[i] * SHADES / 256 != shade)
            continue;
        if (!is_begun)
            g_string_append_printf(svg, "<path fill=\"%s\" fill-opacity=\"%d%%\" d=\"", color,
                                   LIGHTEST + (100 - LIGHTEST) * shade / (SHADES - 1));
        is_begun = TRUE;
        g_string_append_printf(svg, "M%d %dh%dv%dh-%dz", box.x + x, box.y, width, box.height,
                               width);
    }
    if (is_begun)
        g_string_append(svg, "\"/>");
}

void bar_draw(GString *svg, struct box box, const char *name, const char *color,
              struct legacyssl_bytes bytes)
{
    g_string_append(svg, "<g><title>");
    markup_text(svg, name);
    g_string_append_printf(svg, ", %u bytes: ", (guint)bytes.len);
    markup_hex(svg, bytes);
    g_string_append_printf(
        svg,
        "</title><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
        "rx=\"20\" stroke=\"%s\"/>",
        box.x - 10, box.y - 10, box.width + 20, box.height + 20, color);
    for (int shade = 0; shade < SHADES; shade++)
        draw_shade(svg, box, color, bytes, shade);
    g_string_append(svg, "</g>\n");
}

void bar_ribbon(GString *svg, struct box from, struct box to, const char *color)
{
    const int top = from.y + from.height + 10, bottom = to.y - 10, middle = (top + bottom) / 2;

    g_string_append_printf(svg,
                           "<path class=\"ribbon\" fill=\"%s\" d=\"M%d %dC%d %d %d %d %d %dH%dC%d "
                           "%d %d %d %d %dz\"/>\n",
                           color, from.x, top, from.x, middle, to.x, middle, to.x, bottom,
                           to.x + to.width, to.x + to.width, middle, from.x + from.width, middle,
                           from.x + from.width, top);
}

void bar_line(GString *svg, struct box from, struct box to, const char *color)
{
    enum { BEND = 220, DROP = 340 };
    const gboolean is_beside = from.y + from.height > to.y;
    const int x = from.x + (is_beside ? from.width : from.width / 2);
    const int y = from.y + (is_beside ? from.height / 2 : from.height);
    const int end = to.x + to.width / 2, middle = (y + to.y) / 2;

    g_string_append_printf(svg,
                           "<path class=\"line\" stroke=\"%s\" d=\"M%d %dC%d %d %d %d %d %d\"/>\n",
                           color, x, y, is_beside ? x + BEND : x, is_beside ? y : middle, end,
                           is_beside ? to.y - DROP : middle, end, to.y - 10);
}
