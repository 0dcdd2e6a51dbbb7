/* plugin.c - what Wireshark looks for in a plugin
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* on Windows, else what is defined here would be taken for something of another library */
#define WS_BUILD_DLL

#include "wireshark/compat.h"

#include "legacyssl.h"

#include <epan/proto.h>

WS_DLL_PUBLIC_DEF const gchar plugin_version[] = LEGACYSSL_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC guint32 plugin_describe(void);

void plugin_register(void)
{
    static const proto_plugin legacyssl = {
        .register_protoinfo = legacyssl_register,
        .register_handoff = legacyssl_handoff,
    };
    proto_register_plugin(&legacyssl);
}

/* Wireshark 4.2 and later list what a plugin is: 1 is a dissector. */
guint32 plugin_describe(void)
{
    return 1;
}
