/* message_layout.h - messages as rows: fixed fields, lengths, then what the lengths are of
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All messages of SSL 2.0 and PCT have one shape: numbers, then two-byte lengths, then that many
 * bytes for each length, in the same order. So a message is a table, and one function takes any of
 * them apart.
 */
#ifndef LEGACYSSL_MESSAGE_LAYOUT_H
#define LEGACYSSL_MESSAGE_LAYOUT_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

#define LAYOUT_MAX_FIELDS 24

enum field_kind {
    FIELD_NUMBER,   /* `size` bytes, big endian */
    FIELD_BYTES,    /* `size` bytes */
    FIELD_LENGTH,   /* two bytes: the length of the next FIELD_VARIABLE not yet counted */
    FIELD_OFFSET,   /* two bytes: how far behind them the first FIELD_VARIABLE begins */
    FIELD_GAP,      /* the bytes that are left up to where the FIELD_OFFSET points */
    FIELD_VARIABLE, /* as many bytes as its FIELD_LENGTH said */
    FIELD_REST,     /* all bytes that are left */
    FIELD_END       /* ends the table */
};

struct field_row {
    enum field_kind kind;
    int *hf;
    guint8 size;
    /* Draws the bytes [offset, offset + len) of tvb, which begins with the message; NULL: one item
     * for `hf`. */
    void (*draw)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int len);
};

#define NUMBER(field, size)                                                                        \
    {                                                                                              \
        FIELD_NUMBER, &(field), (size), NULL                                                       \
    }
#define DRAWN_NUMBER(draw, size)                                                                   \
    {                                                                                              \
        FIELD_NUMBER, NULL, (size), (draw)                                                         \
    }
#define BYTES_OF(field, size)                                                                      \
    {                                                                                              \
        FIELD_BYTES, &(field), (size), NULL                                                        \
    }
#define LENGTH(field)                                                                              \
    {                                                                                              \
        FIELD_LENGTH, &(field), 2, NULL                                                            \
    }
#define OFFSET(field)                                                                              \
    {                                                                                              \
        FIELD_OFFSET, &(field), 2, NULL                                                            \
    }
#define GAP(field)                                                                                 \
    {                                                                                              \
        FIELD_GAP, &(field), 0, NULL                                                               \
    }
#define VARIABLE(field)                                                                            \
    {                                                                                              \
        FIELD_VARIABLE, &(field), 0, NULL                                                          \
    }
#define DRAWN(draw)                                                                                \
    {                                                                                              \
        FIELD_VARIABLE, NULL, 0, (draw)                                                            \
    }
#define REST(field)                                                                                \
    {                                                                                              \
        FIELD_REST, &(field), 0, NULL                                                              \
    }
#define END                                                                                        \
    {                                                                                              \
        FIELD_END, NULL, 0, NULL                                                                   \
    }

struct message_layout {
    guint8 type;
    const char *name; /* the specification's */
    const char *info; /* for the Info column */
    const struct field_row *fields;
};

struct span {
    guint32 offset, len;
};

/* A message taken apart: fields[i] is where row i of its layout lies. */
struct parsed_message {
    const struct message_layout *layout;
    struct span fields[LAYOUT_MAX_FIELDS];
    gboolean is_cut_short; /* a length reached beyond the end */
    guint32 len;           /* how many bytes the fields take */
};

/* Take apart the `bytes` of a message, its type byte first, by the layout of that type among
 * `layouts` (which end with a NULL name). FALSE if there is none. */
gboolean message_parse(const struct message_layout *layouts, struct legacyssl_bytes bytes,
                       struct parsed_message *message);

/* The bytes of field `row`. */
struct legacyssl_bytes message_field(const struct parsed_message *message,
                                     struct legacyssl_bytes bytes, guint row);

/* The value of a number field of at most four bytes; 0 if it is cut off. */
guint32 message_number(const struct parsed_message *message, struct legacyssl_bytes bytes,
                       guint row);

/* Draw the type, named by its layout, and all fields into `tree`. */
void message_draw(const struct parsed_message *message, int hf_type, tvbuff_t *tvb,
                  packet_info *pinfo, proto_tree *tree);

#endif
