/* plugin.c - what Wireshark looks for in a plugin
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/compat.h"

#include "legacyssl.h"

#include <epan/proto.h>

#define EXPORTED __attribute__((visibility("default")))

extern const gchar plugin_version[];
extern const int plugin_want_major;
extern const int plugin_want_minor;
void plugin_register(void);
guint32 plugin_describe(void);

EXPORTED const gchar plugin_version[] = LEGACYSSL_VERSION;
EXPORTED const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
EXPORTED const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

EXPORTED void plugin_register(void)
{
    static const proto_plugin legacyssl = {
        .register_protoinfo = legacyssl_register,
        .register_handoff = legacyssl_handoff,
    };
    proto_register_plugin(&legacyssl);
}

/* Wireshark 4.2 and later list what a plugin is: 1 is a dissector. */
EXPORTED guint32 plugin_describe(void)
{
    return 1;
}
