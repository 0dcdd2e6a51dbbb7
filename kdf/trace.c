/* trace.c - the steps of a derivation, told to whoever follows it
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "trace.h"

#include "digest.h"

void trace_step(const struct legacyssl_trace *trace, struct step_name name,
                const struct legacyssl_input *inputs, size_t count, struct legacyssl_bytes output)
{
    const struct legacyssl_step step = {
        .result = name.result,
        .number = name.number,
        .function = name.function,
        .inputs = inputs,
        .count = count,
        .output = output,
    };

    if (trace != NULL)
        trace->step(trace->data, &step);
}

void trace_taken(const struct legacyssl_trace *trace, const char *result, const char *from,
                 size_t offset, struct legacyssl_bytes output)
{
    const struct legacyssl_step step = {
        .result = result,
        .number = -1,
        .inputs = &(const struct legacyssl_input){from, {NULL, 0}},
        .count = 1,
        .offset = offset,
        .output = output,
    };

    if (trace != NULL && output.len != 0)
        trace->step(trace->data, &step);
}

enum legacyssl_error traced_digest(const struct legacyssl_trace *trace, struct step_name name,
                                   int algorithm, const struct legacyssl_input *inputs,
                                   size_t count, uint8_t *out, size_t size)
{
    struct legacyssl_bytes parts[DIGEST_MAX_PARTS];

    if (count > DIGEST_MAX_PARTS)
        return LEGACYSSL_LIBGCRYPT;
    for (size_t i = 0; i < count; i++)
        parts[i] = inputs[i].bytes;
    const enum legacyssl_error error = digest(algorithm, parts, count, out);
    if (error == LEGACYSSL_OK)
        trace_step(trace, name, inputs, count, BYTES(out, size));
    return error;
}
