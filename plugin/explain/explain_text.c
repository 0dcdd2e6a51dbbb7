/* explain_text.c - how the keys of a handshake were made, as text
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/explain_text.h"

#include <stdio.h>

static void print(void *data _U_, const char *text, size_t len)
{
    fwrite(text, 1, len, stdout);
}

/* The name of a file may have line ends. */
static void print_line(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        putchar(g_ascii_iscntrl(*c) ? ' ' : *c);
    putchar('\n');
}

static void print_inputs(const struct explained *explained)
{
    wmem_allocator_t *pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct explained_input inputs[EXPLAINED_INPUTS];
    const guint count = explained_inputs(explained, pool, inputs);

    printf("Handshake %u: ", explained->number);
    print_line(explained_place(explained, pool));
    for (guint i = 0; i < count; i++) {
        printf("    %-22s from ", inputs[i].name);
        print_line(inputs[i].origin);
    }
    wmem_destroy_allocator(pool);
}

void explain_text_print(const struct explained *explained)
{
    struct legacyssl_secrets secrets = explained->parameters->secrets;
    struct legacyssl_connection_keys keys;
    struct legacyssl_explanation explanation = {.secrets = &secrets, .write = print};
    const struct legacyssl_trace trace = {legacyssl_explain_step, &explanation};

    print_inputs(explained);
    printf("\n%s\n", secrets.suite->name);
    if (explained->parameters->write_keys != NULL) {
        puts("The keys themselves were given: nothing is derived.\n");
    } else {
        legacyssl_explain_heading(&explanation, false, false);
        secrets.trace = &trace;
        legacyssl_derive_keys(&secrets, &keys);
        legacyssl_wipe(&keys, sizeof keys);
    }
    legacyssl_explain_keys(&explanation, &explained->parameters->keys);
}
