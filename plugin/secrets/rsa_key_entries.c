/* rsa_key_entries.c - what the user has entered as private RSA keys
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/compat.h"

#include "secrets/rsa_key_entries.h"

#include "wireshark/preferences.h"

#include <epan/uat-int.h>

#include <string.h>

#define PKCS11 "pkcs11:" /* the URI of a token */

static const struct table {
    const char *name, *path, *password; /* of the table and its columns */
    gboolean is_known_to_secrets;
} tables[] = {
    {"RSA Private Keys", "uri", "password", TRUE},
    {"TLS Decrypt", "keyfile", "password", FALSE},
};

/* The value of a column, to be freed. */
static gchar *value_of(const uat_t *uat, guint number, const char *column)
{
    void *record = uat->user_data->data + uat->record_size * number;
    char *value = NULL;
    guint len;

    for (uat_field_t *field = uat->fields; field->name != NULL; field++)
        if (strcmp(field->name, column) == 0)
            field->cb.tostr(record, &value, &len, field->cbdata.tostr, field->fld_data);
    return value != NULL ? value : g_strdup("");
}

static void get_row(const struct table *table, const uat_t *uat, guint number,
                    struct rsa_key_entry *entry)
{
    entry->path = value_of(uat, number, table->path);
    entry->password = value_of(uat, number, table->password);
    entry->is_token = g_str_has_prefix(entry->path, PKCS11);
    entry->is_known_to_secrets = table->is_known_to_secrets;
}

gboolean rsa_key_entry_get(guint number, struct rsa_key_entry *entry)
{
    const char *path = preferences_rsa_keys();

    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        const uat_t *uat = uat_get_table_by_name(tables[i].name);
        const guint rows = uat != NULL ? uat->user_data->len : 0;
        if (number < rows) {
            get_row(&tables[i], uat, number, entry);
            return TRUE;
        }
        number -= rows;
    }
    if (number != 0 || path == NULL || path[0] == '\0')
        return FALSE;
    *entry = (struct rsa_key_entry){.path = g_strdup(path), .password = g_strdup("")};
    return TRUE;
}

void rsa_key_entry_clear(struct rsa_key_entry *entry)
{
    if (entry->password != NULL)
        memset(entry->password, 0, strlen(entry->password));
    g_free(entry->password);
    g_free(entry->path);
    memset(entry, 0, sizeof *entry);
}
