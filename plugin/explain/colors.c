/* colors.c - the color of each value, the same all over a page
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The client's are blue, the server's green, secrets are amber.
 */
#include "explain/colors.h"

#include <glib.h>

#include <string.h>

const char *color_of(const char *name)
{
    static const struct {
        const char *part, *color;
    } rows[] = {
        {"client_write_MAC", "#1d4ed8"},
        {"client's MAC", "#1d4ed8"},
        {"CLIENT_MAC", "#1d4ed8"},
        {"server_write_MAC", "#047857"},
        {"server's MAC", "#047857"},
        {"SERVER_MAC", "#047857"},
        {"CLIENT-READ-KEY", "#10b981"},
        {"SERVER-WRITE-KEY", "#10b981"},
        {"CLIENT-WRITE-KEY", "#3b82f6"},
        {"client_write_IV", "#7db3fb"},
        {"server_write_IV", "#58d3a5"},
        {"client_write_key", "#3b82f6"},
        {"server_write_key", "#10b981"},
        {"CLIENT_WRITE", "#3b82f6"},
        {"SERVER_WRITE", "#10b981"},
        {"initialization", "#f472b6"},
        {"KEY-ARG", "#db2777"},
        {"KEY_ARG", "#db2777"},
        {"CLEAR", "#a16207"},
        {"MASTER", "#d97706"},
        {"master", "#d97706"},
        {"SECRET", "#d97706"},
        {"S1", "#f59e0b"},
        {"S2", "#b45309"},
        {"client_random", "#6366f1"},
        {"CHALLENGE", "#6366f1"},
        {"ClientHello", "#6366f1"},
        {"server_random", "#0d9488"},
        {"CONNECTION", "#0d9488"},
        {"ServerHello", "#0d9488"},
        {"CERTIFICATE", "#9333ea"},
        {"A(", "#94a3b8"},
        {"P_SHA", "#7c3aed"},
        {"inner hash", "#7c3aed"},
        {"P_MD5", "#e11d48"},
        {"block #", "#e11d48"},
        {"KEY-MATERIAL", "#e11d48"},
        {"STANDARD", "#c2410c"},
    };

    if (name[0] == '\"' || name[0] == '\'') /* a constant */
        return "#64748b";
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strstr(name, rows[i].part) != NULL)
            return rows[i].color;
    return "#475569";
}
