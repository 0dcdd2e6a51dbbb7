/* security_parameters.c - what one handshake agreed upon, from the look-up of its secret to its keys
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secrets/security_parameters.h"

#include "secrets/secret_memory.h"

struct connection *connection_new(enum legacyssl_protocol protocol)
{
    struct connection *connection = secret_alloc(sizeof *connection);

    connection->secrets.protocol = protocol;
    return connection;
}

void connection_fail(struct connection *connection, enum keys_failure failure, const char *text)
{
    connection->has_keys = FALSE;
    connection->failure = failure;
    connection->failure_text = text;
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

gboolean connection_derive(struct connection *connection)
{
    const enum legacyssl_error error =
        legacyssl_derive_keys(&connection->secrets, &connection->keys);

    connection->has_keys = error == LEGACYSSL_OK;
    if (!connection->has_keys)
        connection_fail(connection, failure_of(error), legacyssl_error_text(error));
    return connection->has_keys;
}
