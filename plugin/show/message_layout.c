/* message_layout.c - messages as rows: fixed fields, lengths, then what the lengths are of
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/message_layout.h"

#include "show/fields.h"
#include "show/builtin_fields.h"

#include <epan/expert.h>

#define LENGTH_SIZE 2

static const struct message_layout *find_layout(const struct message_layout *layouts, guint8 type)
{
    for (; layouts->name != NULL; layouts++)
        if (layouts->type == type)
            return layouts;
    return NULL;
}

/* The bytes between the end of what was taken so far and where the row's FIELD_OFFSET points. */
static guint32 gap(const struct parsed_message *message, struct legacyssl_bytes bytes, guint row)
{
    const struct field_row *fields = message->layout->fields;
    guint offset = row;

    while (fields[offset].kind != FIELD_OFFSET)
        offset--;
    const guint32 end =
        message->fields[offset].offset + LENGTH_SIZE + message_number(message, bytes, offset);
    return end > message->len ? end - message->len : 0;
}

/* How many bytes `row` asks for. *lengths is the row of the next unused length. */
static guint32 wanted(const struct parsed_message *message, struct legacyssl_bytes bytes, guint row,
                      guint *lengths)
{
    const struct field_row *fields = message->layout->fields;

    switch (fields[row].kind) {
    case FIELD_GAP:
        return gap(message, bytes, row);
    case FIELD_VARIABLE:
        while (fields[*lengths].kind != FIELD_LENGTH)
            ++*lengths;
        return message_number(message, bytes, (*lengths)++);
    case FIELD_REST:
        return (guint32)bytes.len - message->len;
    default:
        return fields[row].size;
    }
}

gboolean message_parse(const struct message_layout *layouts, struct legacyssl_bytes bytes,
                       struct parsed_message *message)
{
    guint lengths = 0;

    *message = (struct parsed_message){.len = 1};
    if (bytes.len == 0 || (message->layout = find_layout(layouts, bytes.data[0])) == NULL)
        return FALSE;
    for (guint row = 0; message->layout->fields[row].kind != FIELD_END; row++) {
        const guint32 want = wanted(message, bytes, row, &lengths);
        const guint32 have = MIN(want, (guint32)bytes.len - message->len);
        message->fields[row] = (struct span){message->len, have};
        message->is_cut_short |= have < want;
        message->len += have;
    }
    return TRUE;
}

struct legacyssl_bytes message_field(const struct parsed_message *message,
                                     struct legacyssl_bytes bytes, guint row)
{
    return (struct legacyssl_bytes){bytes.data + message->fields[row].offset,
                                    message->fields[row].len};
}

guint32 message_number(const struct parsed_message *message, struct legacyssl_bytes bytes,
                       guint row)
{
    const struct legacyssl_bytes field = message_field(message, bytes, row);
    guint32 value = 0;

    for (gsize i = 0; i < field.len; i++)
        value = value << 8 | field.data[i];
    return value;
}

static gboolean is_number(const struct field_row *field)
{
    return field->kind == FIELD_NUMBER || field->kind == FIELD_LENGTH ||
           field->kind == FIELD_OFFSET;
}

static void draw_item(int hf, struct span span, guint encoding, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree_add_item(tree, hf, tvb, (int)span.offset, (int)span.len, encoding);
    builtin_twin_item(tree, hf, tvb, (int)span.offset, (int)span.len, encoding);
}

/* A number that is cut off is none. */
static void draw_field(const struct field_row *field, struct span span, tvbuff_t *tvb,
                       packet_info *pinfo, proto_tree *tree)
{
    if (span.len == 0 || (is_number(field) && span.len != field->size))
        return;
    if (field->draw != NULL)
        field->draw(tvb, pinfo, tree, (int)span.offset, (int)span.len);
    else
        draw_item(*field->hf, span, is_number(field) ? ENC_BIG_ENDIAN : ENC_NA, tvb, tree);
}

void message_draw(const struct parsed_message *message, int hf_type, tvbuff_t *tvb,
                  packet_info *pinfo, proto_tree *tree)
{
    const struct message_layout *layout = message->layout;
    proto_item *item = proto_tree_add_uint_format_value(tree, hf_type, tvb, 0, 1, layout->type,
                                                        "%s (%u)", layout->name, layout->type);

    builtin_twin_item(tree, hf_type, tvb, 0, 1, ENC_BIG_ENDIAN);
    if (message->is_cut_short)
        expert_add_info(pinfo, item, &ei_handshake_cut_short);
    for (guint row = 0; layout->fields[row].kind != FIELD_END; row++)
        draw_field(&layout->fields[row], message->fields[row], tvb, pinfo, tree);
}
