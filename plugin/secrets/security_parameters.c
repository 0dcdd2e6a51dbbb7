/* security_parameters.c - what one handshake agreed upon, from the look-up of its secret to its keys
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/security_parameters.h"

#include "secrets/keylog/write_keys.h"
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

/* One of the six values. */
static const char *wrong_length(const char *name, const struct legacyssl_key *client,
                                const struct legacyssl_key *server, gsize wanted)
{
    if (client->len == wanted && server->len == wanted)
        return NULL;
    const gboolean is_client = client->len != wanted;
    return wmem_strdup_printf(wmem_file_scope(), "%s_write_%s has %u bytes, this suite's has %u",
                              is_client ? "client" : "server", name,
                              is_client ? client->len : server->len, (guint)wanted);
}

/* Why `keys` are not this suite's; NULL: they can be. */
static const char *why_not(const struct write_keys *known, const struct legacyssl_secrets *secrets)
{
    const struct legacyssl_connection_keys *keys = &known->keys;
    struct legacyssl_key_lengths lengths;
    const char *why;

    if (!write_keys_are_for(known, secrets->protocol, secrets->suite->code))
        return "the line names another suite";
    if (legacyssl_key_lengths(secrets->protocol, secrets->suite, &lengths) != LEGACYSSL_OK)
        return "nobody has said what keys it has";
    if ((why = wrong_length("key", &keys->client_write_key, &keys->server_write_key,
                            lengths.write_key)) != NULL ||
        (why = wrong_length("MAC_secret", &keys->client_write_MAC_secret,
                            &keys->server_write_MAC_secret, lengths.MAC_secret)) != NULL)
        return why;
    return wrong_length("IV", &keys->client_write_IV, &keys->server_write_IV, lengths.IV);
}

static gboolean take_write_keys(struct security_parameters *parameters)
{
    const char *why = why_not(parameters->write_keys, &parameters->secrets);

    parameters->has_keys = why == NULL;
    if (parameters->has_keys)
        parameters->keys = parameters->write_keys->keys;
    else
        parameters_fail(
            parameters, KEYS_OF_ANOTHER_SUITE,
            wmem_strdup_printf(wmem_file_scope(), "%s are not those of %s: %s",
                               key_place_text(wmem_file_scope(), &parameters->key_place),
                               parameters->secrets.suite->name, why));
    return parameters->has_keys;
}

gboolean parameters_derive(struct security_parameters *parameters)
{
    if (parameters->write_keys != NULL)
        return take_write_keys(parameters);
    const enum legacyssl_error error =
        legacyssl_derive_keys(&parameters->secrets, &parameters->keys);

    parameters->has_keys = error == LEGACYSSL_OK;
    if (!parameters->has_keys)
        parameters_fail(parameters, failure_of(error), legacyssl_error_text(error));
    return parameters->has_keys;
}
