/* vector.c - a block of known answers as the library's own types
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vector.h"

#include <string.h>

enum legacyssl_protocol vector_protocol(const struct kat_block *block)
{
    const char *name = kat_value(block, "protocol");

    for (unsigned p = 0; name != NULL && p < LEGACYSSL_PROTOCOLS; p++)
        if (strcmp(name, legacyssl_protocol_name((enum legacyssl_protocol)p)) == 0)
            return (enum legacyssl_protocol)p;
    kat_fail(block, "no such protocol: %s", name != NULL ? name : "(none given)");
}

static const struct legacyssl_suite *read_suite(struct vector *vector,
                                                const struct kat_block *block)
{
    const enum legacyssl_protocol protocol = vector->secrets.protocol;

    if (protocol != LEGACYSSL_PCT1)
        return legacyssl_suite_find(protocol, (uint32_t)kat_number(block, "suite", UINT32_MAX));
    if (legacyssl_pct1_suite(&vector->composed, (unsigned)kat_number(block, "cipher", 0),
                             (unsigned)kat_number(block, "encryption_bits", UINT32_MAX),
                             (unsigned)kat_number(block, "mac_bits", 0),
                             (unsigned)kat_number(block, "hash", 0)) != LEGACYSSL_OK)
        return NULL;
    return &vector->composed;
}

static void read_options(struct vector *vector, const struct kat_block *block)
{
    const char *options = kat_value(block, "options");

    if (options == NULL)
        return;
    vector->options.encrypt_then_mac = strstr(options, "encrypt_then_mac") != NULL;
    vector->options.truncated_hmac = strstr(options, "truncated_hmac") != NULL;
}

static enum legacyssl_side read_side(const struct kat_block *block)
{
    const char *side = kat_value(block, "side");

    if (side == NULL || strcmp(side, "client") == 0)
        return LEGACYSSL_CLIENT;
    if (strcmp(side, "server") == 0)
        return LEGACYSSL_SERVER;
    kat_fail(block, "no such side: %s", side);
}

void vector_read(struct vector *vector, const struct kat_block *block)
{
    *vector = (struct vector){
        .secrets = {
            .protocol = vector_protocol(block),
            .master_secret = kat_bytes(block, "master_secret"),
            .clear_key = kat_bytes(block, "clear_key"),
            .client_random = kat_bytes(block, "client_random"),
            .server_random = kat_bytes(block, "server_random"),
            .server_certificate = kat_bytes(block, "server_certificate"),
            .key_arg = kat_bytes(block, "key_arg"),
            .des_as_drafted = kat_number(block, "des_as_drafted", 0) != 0,
        },
        .side = read_side(block),
    };
    vector->secrets.suite = read_suite(vector, block);
    if (vector->secrets.suite == NULL)
        kat_fail(block, "no such suite");
    read_options(vector, block);
}

void vector_derive(const struct vector *vector, const struct kat_block *block,
                   struct legacyssl_connection_keys *keys)
{
    const enum legacyssl_error error = legacyssl_derive_keys(&vector->secrets, keys);

    if (error != LEGACYSSL_OK)
        kat_fail(block, "keys: %s", legacyssl_error_text(error));
}
