/* field_rows.h - how fields and expert items are written in the tables that register them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_FIELD_ROWS_H
#define LEGACYSSL_FIELD_ROWS_H

#include <epan/expert.h>
#include <epan/proto.h>

#define ABBREV(name) "legacyssl." name
/* One field: where its number goes, filter name, label, type, display, strings, description. */
#define FIELD(variable, abbrev, label, type, display, strings, blurb)                              \
    {                                                                                              \
        &(variable),                                                                               \
        {                                                                                          \
            label, ABBREV(abbrev), type, display, strings, 0, blurb, HFILL                         \
        }                                                                                          \
    }

#define EXPERT(variable, abbrev, group, severity, text)                                            \
    {                                                                                              \
        &(variable),                                                                               \
        {                                                                                          \
            ABBREV(abbrev), group, severity, text, EXPFILL                                         \
        }                                                                                          \
    }

#endif
