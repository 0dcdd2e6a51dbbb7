/* steps.c - the steps of one handshake's derivation, kept to be looked at more than once
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explain/steps.h"

static struct legacyssl_bytes copy_of(struct steps *steps, struct legacyssl_bytes bytes)
{
    return (struct legacyssl_bytes){wmem_memdup(steps->pool, bytes.data, bytes.len), bytes.len};
}

static void keep(void *data, const struct legacyssl_step *step)
{
    struct steps *steps = data;
    struct legacyssl_step kept = *step;
    struct legacyssl_input *inputs =
        wmem_alloc_array(steps->pool, struct legacyssl_input, step->count);

    for (gsize i = 0; i < step->count; i++)
        inputs[i] = (struct legacyssl_input){wmem_strdup(steps->pool, step->inputs[i].name),
                                             copy_of(steps, step->inputs[i].bytes)};
    kept.result = wmem_strdup(steps->pool, step->result);
    if (step->function != NULL)
        kept.function = wmem_strdup(steps->pool, step->function);
    kept.inputs = inputs;
    kept.output = copy_of(steps, step->output);
    wmem_array_append_one(steps->array, kept);
}

struct steps *steps_new(const struct security_parameters *parameters)
{
    struct steps *steps = g_new(struct steps, 1);
    const struct legacyssl_trace trace = {keep, steps};
    struct legacyssl_secrets secrets = parameters->secrets;
    struct legacyssl_connection_keys keys;

    steps->pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    steps->array = wmem_array_new(steps->pool, sizeof(struct legacyssl_step));
    secrets.trace = &trace;
    if (parameters->write_keys == NULL)
        legacyssl_derive_keys(&secrets, &keys);
    legacyssl_wipe(&keys, sizeof keys);
    return steps;
}

guint steps_count(const struct steps *steps)
{
    return wmem_array_get_count(steps->array);
}

const struct legacyssl_step *steps_at(const struct steps *steps, guint i)
{
    return wmem_array_index(steps->array, i);
}

static void wipe(struct legacyssl_bytes bytes)
{
    if (bytes.len != 0)
        legacyssl_wipe((void *)bytes.data, bytes.len);
}

void steps_free(struct steps *steps)
{
    for (guint i = 0; i < steps_count(steps); i++) {
        const struct legacyssl_step *step = steps_at(steps, i);
        wipe(step->output);
        for (gsize n = 0; n < step->count; n++)
            wipe(step->inputs[n].bytes);
    }
    wmem_destroy_allocator(steps->pool);
    g_free(steps);
}
