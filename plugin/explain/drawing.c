/* drawing.c - the way of the bytes from secret and randoms to the keys, in SVG
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/drawing.h"

#include "explain/bar.h"
#include "explain/colors.h"
#include "explain/markup.h"

#include <string.h>

/* In tenths of a pixel. */
enum {
    WIDTH = 11200,
    BAR = 180,      /* how high a bar is */
    TEXT = 150,     /* a line of small text */
    TITLE = 340,    /* a line with a formula */
    FUNCTION = 240, /* the box with a function's name */
    ARROW = 140,
    RIBBONS = 420,   /* room for ribbons between two rows of bars */
    GAP = 260,       /* between two rows that have nothing to do with each other */
    MAX_CELL = 3700, /* how wide a hash may be */
    MAX_BYTE = 240,  /* how wide a byte may be */
    LONG_INPUT = 64, /* bytes of a long input that count for its width */
};

/* A value that was drawn. */
struct node {
    char *name;
    const char *color;
    struct legacyssl_bytes bytes;
    struct box box;
    gboolean is_hash, is_joined;
};

struct drawing {
    GString *svg;
    const struct legacyssl_secrets *secrets;
    const struct steps *steps;
    wmem_allocator_t *pool;
    wmem_array_t *nodes; /* of struct node */
    int y;               /* where the next row begins */
};

/* ---- values ---------------------------------------------------------------------------------- */

static struct node *node_at(const struct drawing *d, guint i)
{
    return wmem_array_index(d->nodes, i);
}

static void add_node(struct drawing *d, const struct node *node)
{
    wmem_array_append(d->nodes, node, 1);
}

static char *result_of(const struct drawing *d, const struct legacyssl_step *step)
{
    GString *text = g_string_new(NULL);

    markup_result(text, d->secrets, step);
    char *copy = wmem_strdup(d->pool, text->str);
    g_string_free(text, TRUE);
    return copy;
}

static gboolean is_same(struct legacyssl_bytes a, struct legacyssl_bytes b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static gboolean is_constant(const char *name)
{
    return name[0] == '\"' || name[0] == '\'' || strcmp(name, "i") == 0;
}

/* The latest value with these bytes: where they come from. */
static const struct node *source_of(const struct drawing *d, const struct legacyssl_input *input)
{
    if (is_constant(input->name))
        return NULL;
    for (guint i = wmem_array_get_count(d->nodes); i-- > 0;)
        if (is_same(node_at(d, i)->bytes, input->bytes))
            return node_at(d, i);
    return NULL;
}

/* Whether `name` is one of "CLIENT-READ-KEY, SERVER-WRITE-KEY". */
static gboolean has_name(const struct node *node, const char *name)
{
    const char *found = strstr(node->name, name);
    const char *end = found != NULL ? found + strlen(name) : NULL;

    return found != NULL && (found == node->name || found[-1] == ' ') &&
           (*end == '\0' || *end == ',');
}

/* The latest value with this name. */
static const struct node *named(const struct drawing *d, const char *name)
{
    for (guint i = wmem_array_get_count(d->nodes); i-- > 0;)
        if (has_name(node_at(d, i), name))
            return node_at(d, i);
    return NULL;
}

/* ---- text ------------------------------------------------------------------------------------ */

static void draw_text(struct drawing *d, int x, int y, const char *class, const char *text)
{
    g_string_append_printf(d->svg, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    markup_text(d->svg, text);
    g_string_append(d->svg, "</text>\n");
}

static void draw_begin_of(struct drawing *d, int x, int y, struct legacyssl_bytes bytes, gsize most)
{
    g_string_append_printf(d->svg, "<text class=\"hex\" x=\"%d\" y=\"%d\">", x, y);
    markup_hex_begin(d->svg, bytes, most);
    g_string_append(d->svg, "</text>\n");
}

/* "MD5(secret, ...)" over a row. */
static void draw_formula(struct drawing *d, const struct legacyssl_step *step, const char *class)
{
    g_string_append_printf(d->svg, "<text class=\"%s\" x=\"0\" y=\"%d\">", class, d->y + TEXT);
    for (const char *c = step->result; *c != '\0'; c++)
        g_string_append_c(d->svg, *c == '#' ? 'i' : *c);
    g_string_append(d->svg, " = ");
    markup_formula(d->svg, d->secrets, step, "tspan");
    g_string_append(d->svg, "</text>\n");
    d->y += TITLE;
}

/* ---- what goes in ---------------------------------------------------------------------------- */

static int shown_length(struct legacyssl_bytes bytes)
{
    return (int)MIN(bytes.len, LONG_INPUT);
}

/* Room for the bytes and for the name. */
static int input_width(const struct explained_input *input, int byte)
{
    enum { LETTER = 82 };

    return MAX(byte * shown_length(input->bytes), (int)strlen(input->name) * LETTER);
}

static void draw_inputs(struct drawing *d, const struct explained_input *inputs, guint count)
{
    enum { BYTE = 95 };
    int x = 0;

    for (guint i = 0; i < count; i++) {
        const int width = input_width(&inputs[i], BYTE);
        if (x + width > WIDTH) {
            x = 0;
            d->y += TEXT + BAR + GAP;
        }
        const struct node node = {
            .name = wmem_strdup(d->pool, inputs[i].name),
            .color = color_of(inputs[i].name),
            .bytes = inputs[i].bytes,
            .box = {x, d->y + TEXT + 60, BYTE * shown_length(inputs[i].bytes), BAR},
        };
        draw_text(d, x, d->y + TEXT, "label", node.name);
        bar_draw(d->svg, node.box, node.name, node.color, node.bytes);
        add_node(d, &node);
        x += width + GAP / 2;
    }
    d->y += TEXT + 60 + BAR + GAP;
}

/* ---- rows of hashes -------------------------------------------------------------------------- */

enum { CELL = BAR + ARROW + FUNCTION + ARROW + BAR + 2 * TEXT + 60 };

static gboolean is_hash(const struct legacyssl_step *step)
{
    return step->function != NULL && step->function[0] != '\0' &&
           strcmp(step->function, "XOR") != 0 && strcmp(step->function, "PRF") != 0;
}

static gboolean is_of_one_row(const struct legacyssl_step *a, const struct legacyssl_step *b)
{
    return strcmp(a->result, b->result) == 0 && strcmp(a->function, b->function) == 0;
}

/* How many steps of the run [begin, i) are in the row of step i. */
static guint column_of(const struct drawing *d, guint begin, guint i)
{
    guint column = 0;

    for (guint n = begin; n < i; n++)
        column += is_of_one_row(steps_at(d->steps, n), steps_at(d->steps, i));
    return column;
}

static int weight_of(struct legacyssl_bytes bytes)
{
    return shown_length(bytes) + (bytes.len != 0 ? 6 : 0);
}

/* One of the inputs, which stand beside each other as they are hashed. */
static void draw_input(struct drawing *d, const struct legacyssl_input *input, struct box box)
{
    const struct node *source = source_of(d, input);

    if (source != NULL)
        bar_draw(d->svg, box, source->name, source->color, input->bytes);
    else
        bar_draw(d->svg, box, input->name, color_of(input->name), input->bytes);
    if (source != NULL && source->is_hash)
        bar_line(d->svg, source->box, box, source->color);
}

static void draw_strip(struct drawing *d, const struct legacyssl_step *step, struct box strip)
{
    int total = 0, before = 0;

    for (gsize i = 0; i < step->count; i++)
        total += weight_of(step->inputs[i].bytes);
    for (gsize i = 0; i < step->count; i++) {
        const int weight = weight_of(step->inputs[i].bytes);
        const int x = strip.width * before / total, end = strip.width * (before + weight) / total;
        if (weight != 0)
            draw_input(d, &step->inputs[i],
                       (struct box){strip.x + x, strip.y, end - x - 30, strip.height});
        before += weight;
    }
}

static void draw_arrow(struct drawing *d, int x, int y)
{
    g_string_append_printf(d->svg, "<path class=\"arrow\" d=\"M%d %dv%d\"/>\n", x, y + 20,
                           ARROW - 60);
}

static void draw_hash(struct drawing *d, const struct legacyssl_step *step, struct box cell)
{
    const int middle = cell.x + cell.width / 2;
    const int function = cell.y + BAR + ARROW, output = function + FUNCTION + ARROW;
    const struct node node = {
        .name = result_of(d, step),
        .color = color_of(step->result),
        .bytes = step->output,
        .box = {cell.x, output, cell.width, BAR},
        .is_hash = TRUE,
    };

    draw_strip(d, step, (struct box){cell.x, cell.y, cell.width, BAR});
    draw_arrow(d, middle, cell.y + BAR);
    g_string_append_printf(d->svg,
                           "<rect class=\"function\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                           "rx=\"90\"/>\n",
                           cell.x, function, cell.width, FUNCTION);
    draw_text(d, middle, function + 165, "functionname", step->function);
    draw_arrow(d, middle, function + FUNCTION);
    bar_draw(d->svg, node.box, node.name, node.color, node.bytes);
    draw_text(d, cell.x, output + BAR + TEXT, "label", node.name);
    draw_begin_of(d, cell.x, output + BAR + 2 * TEXT, node.bytes, (gsize)MAX(cell.width / 140, 2));
    add_node(d, &node);
}

/* The hashes [begin, end): of each kind a row, in the order of their first ones. */
static void draw_hashes(struct drawing *d, guint begin, guint end)
{
    int *tops = wmem_alloc0_array(d->pool, int, end - begin); /* of each first one's row */
    guint columns = 1;

    for (guint i = begin; i < end; i++)
        columns = MAX(columns, column_of(d, begin, i) + 1);
    const int width = MIN(MAX_CELL, WIDTH / (int)columns);
    for (guint i = begin; i < end; i++) {
        if (column_of(d, begin, i) != 0)
            continue;
        draw_formula(d, steps_at(d->steps, i), "formula");
        tops[i - begin] = d->y;
        d->y += CELL + GAP;
    }
    for (guint i = begin; i < end; i++) {
        guint first = begin;
        while (!is_of_one_row(steps_at(d->steps, first), steps_at(d->steps, i)))
            first++;
        draw_hash(d, steps_at(d->steps, i),
                  (struct box){width * (int)column_of(d, begin, i), tops[first - begin],
                               width - 160, CELL});
    }
}

/* ---- put together ---------------------------------------------------------------------------- */

static struct box wide_box(const struct drawing *d, gsize len)
{
    return (struct box){0, d->y + RIBBONS, (int)len * MIN(MAX_BYTE, WIDTH / (int)MAX(len, 1)), BAR};
}

/* The part of `whole` that its bytes [offset, offset + len) are. */
static struct box part_of(struct box whole, gsize len_of_whole, gsize offset, gsize len)
{
    const int begin = (int)(whole.width * offset / len_of_whole);
    const int end = (int)(whole.width * (offset + len) / len_of_whole);

    return (struct box){whole.x + begin, whole.y, end - begin, whole.height};
}

static void draw_whole(struct drawing *d, struct node node)
{
    char *text = wmem_strdup_printf(d->pool, "%s, %u bytes", node.name, (guint)node.bytes.len);

    bar_draw(d->svg, node.box, node.name, node.color, node.bytes);
    draw_text(d, node.box.x, node.box.y + BAR + TEXT, "label", text);
    add_node(d, &node);
    d->y = node.box.y + BAR + TEXT;
}

/* Whether the whole's bytes from `offset` on begin with this hash, or it has nothing but them left.
 */
static gboolean is_part(const struct node *node, struct legacyssl_bytes whole, gsize offset)
{
    return node->is_hash && !node->is_joined && offset < whole.len &&
           memcmp(whole.data + offset, node->bytes.data,
                  MIN(node->bytes.len, whole.len - offset)) == 0;
}

/* Hashes one after the other, as far as they are needed. */
static void draw_joined(struct drawing *d, struct node whole)
{
    gsize offset = 0;

    whole.box = wide_box(d, whole.bytes.len);
    for (guint i = 0; i < wmem_array_get_count(d->nodes); i++) {
        struct node *node = node_at(d, i);
        if (!is_part(node, whole.bytes, offset))
            continue;
        const gsize len = MIN(node->bytes.len, whole.bytes.len - offset);
        struct box from = node->box;
        from.width = (int)(from.width * len / node->bytes.len);
        from.height += 2 * TEXT + 20;
        bar_ribbon(d->svg, from, part_of(whole.box, whole.bytes.len, offset, len), node->color);
        node->is_joined = TRUE;
        offset += len;
    }
    draw_whole(d, whole);
}

/* Values one after the other, which were drawn before. */
static void draw_concatenated(struct drawing *d, const struct legacyssl_step *step)
{
    struct node whole = {
        .name = result_of(d, step), .color = color_of(step->result), .bytes = step->output};
    gsize offset = 0;

    whole.box = wide_box(d, step->output.len);
    for (gsize i = 0; i < step->count; i++) {
        const struct node *source = source_of(d, &step->inputs[i]);
        const gsize len = step->inputs[i].bytes.len;
        if (source != NULL)
            bar_ribbon(d->svg, source->box, part_of(whole.box, step->output.len, offset, len),
                       source->color);
        offset += len;
    }
    draw_whole(d, whole);
    d->y += GAP;
}

/* All hashes that nothing was made of yet, where the steps take from them under one name. */
static struct legacyssl_bytes join_hashes(const struct drawing *d)
{
    wmem_array_t *all = wmem_array_new(d->pool, 1);

    for (guint i = 0; i < wmem_array_get_count(d->nodes); i++)
        if (node_at(d, i)->is_hash && !node_at(d, i)->is_joined)
            wmem_array_append(all, node_at(d, i)->bytes.data, (guint)node_at(d, i)->bytes.len);
    return (struct legacyssl_bytes){wmem_array_get_raw(all), wmem_array_get_count(all)};
}

static void draw_xor(struct drawing *d, const struct legacyssl_step *step)
{
    struct box box = wide_box(d, step->output.len);

    box.y = d->y + GAP;
    for (gsize i = 0; i <= step->count; i++) {
        const gboolean is_result = i == step->count;
        const char *name = is_result ? step->result : step->inputs[i].name;
        struct node node = {.name = wmem_strdup(d->pool, name),
                            .color = color_of(name),
                            .bytes = is_result ? step->output : step->inputs[i].bytes,
                            .box = box};
        node.box.x += 400;
        node.box.width -= 400;
        draw_text(d, 0, box.y + 170, "operator", i == 0 ? "" : is_result ? "=" : "⊕");
        draw_whole(d, node);
        box.y = d->y + 100;
    }
}

/* ---- cut ------------------------------------------------------------------------------------- */

static void draw_part(struct drawing *d, const struct node *whole,
                      const struct legacyssl_step *step, guint number)
{
    struct node node = {
        .name = result_of(d, step), .color = color_of(step->result), .bytes = step->output};
    struct box from = part_of(whole->box, MAX(whole->bytes.len, step->offset + step->output.len),
                              step->offset, step->output.len);
    const int low = number % 2 != 0 ? 2 * TEXT : 0; /* neighbours' names don't meet */

    node.box = (struct box){from.x + 25, d->y + RIBBONS, from.width - 50, BAR};
    from.height += TEXT + 40;
    bar_ribbon(d->svg, from, node.box, node.color);
    bar_draw(d->svg, node.box, node.name, node.color, node.bytes);
    draw_text(d, node.box.x, node.box.y + BAR + TEXT + low, "label", node.name);
    draw_begin_of(d, node.box.x, node.box.y + BAR + 2 * TEXT + low, node.bytes,
                  (gsize)MAX(node.box.width / 140, 3));
    add_node(d, &node);
}

static gboolean is_cut(const struct legacyssl_step *step)
{
    return step->function == NULL;
}

static gboolean is_of_hashes(const struct legacyssl_step *step)
{
    return strstr(step->inputs[0].name, "one after the other") != NULL;
}

/* The steps from `begin` on that cut the same value. */
static guint end_of_cut(const struct drawing *d, guint begin)
{
    const char *name = steps_at(d->steps, begin)->inputs[0].name;
    guint end = begin;

    while (end < steps_count(d->steps) && is_cut(steps_at(d->steps, end)) &&
           strcmp(steps_at(d->steps, end)->inputs[0].name, name) == 0)
        end++;
    return end;
}

/* With nothing below it yet. */
static gboolean is_just_drawn(const struct drawing *d, const struct node *node)
{
    return node == node_at(d, wmem_array_get_count(d->nodes) - 1) &&
           d->y - (node->box.y + BAR) < GAP + TITLE;
}

/* What is cut lies under its whole, which is drawn again unless it was just drawn. */
static guint draw_cut(struct drawing *d, guint begin)
{
    const guint end = end_of_cut(d, begin);
    const char *name = steps_at(d->steps, begin)->inputs[0].name;
    const struct node *found = named(d, name);

    if (found == NULL)
        draw_joined(d, (struct node){.name = wmem_strdup(d->pool, name),
                                     .color = color_of(name),
                                     .bytes = join_hashes(d)});
    else if (!is_just_drawn(d, found)) {
        struct node again = *found;
        again.box = wide_box(d, again.bytes.len);
        again.box.y = d->y + GAP;
        draw_whole(d, again);
    }
    const struct node whole = *node_at(d, wmem_array_get_count(d->nodes) - 1);
    for (guint i = begin; i < end; i++)
        draw_part(d, &whole, steps_at(d->steps, i), i - begin);
    d->y += RIBBONS + BAR + (end - begin > 1 ? 4 : 2) * TEXT + GAP;
    return end;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* The PRF that the steps from `begin` on are parts of. */
static const struct legacyssl_step *prf_of(const struct drawing *d, guint begin)
{
    for (guint i = begin; i < steps_count(d->steps); i++)
        if (steps_at(d->steps, i)->function != NULL &&
            strcmp(steps_at(d->steps, i)->function, "PRF") == 0)
            return steps_at(d->steps, i);
    return NULL;
}

/* Its halves of the secret, or its first hash where the secret is empty. */
static gboolean begins_prf(const struct drawing *d, guint i)
{
    const struct legacyssl_step *step = steps_at(d->steps, i);
    const struct legacyssl_step *before = i > 0 ? steps_at(d->steps, i - 1) : NULL;

    if (strcmp(step->result, "S1") == 0)
        return TRUE;
    return is_hash(step) && strcmp(step->function, "HMAC_MD5") == 0 && step->number == 1 &&
           (before == NULL || (before->function != NULL && strcmp(before->function, "PRF") == 0));
}

/* Returns the step behind what was drawn. */
static guint draw_from(struct drawing *d, guint i)
{
    const struct legacyssl_step *step = steps_at(d->steps, i);
    guint end = i + 1;

    if (is_cut(step) && !is_of_hashes(step))
        return draw_cut(d, i);
    if (is_cut(step))
        draw_joined(d, (struct node){.name = result_of(d, step),
                                     .color = color_of(step->result),
                                     .bytes = step->output});
    else if (strcmp(step->function, "XOR") == 0)
        draw_xor(d, step);
    else if (step->function[0] == '\0')
        draw_concatenated(d, step);
    else if (is_hash(step)) {
        while (end < steps_count(d->steps) && is_hash(steps_at(d->steps, end)))
            end++;
        draw_hashes(d, i, end);
    }
    if (is_cut(step))
        d->y += GAP;
    return end;
}

static void draw(struct drawing *d, const struct explained_input *inputs, guint n_inputs)
{
    draw_inputs(d, inputs, n_inputs);
    for (guint i = 0; i < steps_count(d->steps);) {
        if (begins_prf(d, i))
            draw_formula(d, prf_of(d, i), "title");
        i = draw_from(d, i);
    }
}

void drawing_append(GString *page, const struct legacyssl_secrets *secrets,
                    const struct steps *steps, const struct explained_input *inputs, guint n_inputs)
{
    wmem_allocator_t *pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct drawing d = {
        .svg = g_string_sized_new(1 << 16),
        .secrets = secrets,
        .steps = steps,
        .pool = pool,
        .nodes = wmem_array_new(pool, sizeof(struct node)),
    };

    draw(&d, inputs, n_inputs);
    g_string_append_printf(page, "<svg viewBox=\"-20 0 %d %d\" role=\"img\">\n", WIDTH + 40, d.y);
    g_string_append_len(page, d.svg->str, (gssize)d.svg->len);
    g_string_append(page, "</svg>\n");
    legacyssl_wipe(d.svg->str, d.svg->len);
    g_string_free(d.svg, TRUE);
    wmem_destroy_allocator(pool);
}
