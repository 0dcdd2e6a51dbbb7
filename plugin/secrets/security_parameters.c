/* security_parameters.c - what one handshake agreed upon, from the look-up of its secret to its keys
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/security_parameters.h"

#include "secrets/secret_memory.h"

struct security_parameters *parameters_new(enum legacyssl_protocol protocol)
{
    struct security_parameters *parameters = secret_alloc(sizeof *parameters);

    parameters->secrets.protocol = protocol;
    return parameters;
}

void parameters_fail(struct security_parameters *parameters, enum keys_failure failure,
                     const char *text)
{
    parameters->has_keys = FALSE;
    parameters->failure = failure;
    parameters->failure_text = text;
}

static enum keys_failure failure_of(enum legacyssl_error error)
{
    switch (error) {
    case LEGACYSSL_NOT_DERIVABLE:
        return KEYS_NOT_DERIVABLE;
    case LEGACYSSL_MASTER_SECRET_LENGTH:
        return KEYS_SECRET_LENGTH;
    default:
        return KEYS_NO_SECRET;
    }
}

gboolean parameters_derive(struct security_parameters *parameters)
{
    const enum legacyssl_error error =
        legacyssl_derive_keys(&parameters->secrets, &parameters->keys);

    parameters->has_keys = error == LEGACYSSL_OK;
    if (!parameters->has_keys)
        parameters_fail(parameters, failure_of(error), legacyssl_error_text(error));
    return parameters->has_keys;
}
