/* trace.h - the steps of a derivation, told to whoever follows it
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is told is what was computed: hashes take their inputs with the specification's names beside
 * them. There is nothing global; nobody who follows costs one comparison.
 */
#ifndef KDF_TRACE_H
#define KDF_TRACE_H

#include "legacyssl-kdf.h"

/* What a step is called: a '#' in the result's name stands for the number. */
struct step_name {
    const char *function, *result;
    int number;
};

/* Tell a step, if anybody follows. */
void trace_step(const struct legacyssl_trace *trace, struct step_name name,
                const struct legacyssl_input *inputs, size_t count, struct legacyssl_bytes output);

/* `result` is bytes of `from`, beginning at `offset`. */
void trace_taken(const struct legacyssl_trace *trace, const char *result, const char *from,
                 size_t offset, struct legacyssl_bytes output);

/* Hash the inputs one after the other, and tell it. The first `size` bytes are the step's output.
 */
enum legacyssl_error traced_digest(const struct legacyssl_trace *trace, struct step_name name,
                                   int algorithm, const struct legacyssl_input *inputs,
                                   size_t count, uint8_t *out, size_t size);

/* Inputs written in place: INPUTS({"secret", secret}, {"\"A\"", label}). */
#define INPUTS(...)                                                                                \
    (const struct legacyssl_input[]){__VA_ARGS__},                                                 \
        sizeof((const struct legacyssl_input[]){__VA_ARGS__}) / sizeof(struct legacyssl_input)

#endif
