/* tap_option.h - what tshark's -z options have in common
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TAP_OPTION_H
#define LEGACYSSL_TAP_OPTION_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

#include <epan/tap.h>

/* Who listens to a tap, as register_tap_listener wants it. */
struct tap_listener {
    const char *option; /* as typed behind -z */
    const char *tap;
    tap_packet_cb seen;
    tap_reset_cb reset;
    tap_draw_cb draw;
    tap_finish_cb finish; /* frees the data, also when Wireshark refuses */
};

/* The display filter behind the option in what was typed; NULL: none. */
const char *tap_option_filter(const struct tap_listener *listener, const char *argument);

/* Listen with `tapdata` to the packets that pass `filter`, NULL: all. FALSE, and the user is told, if
 * Wireshark refuses. */
gboolean tap_option_listen(const struct tap_listener *listener, void *tapdata, const char *filter);

/* "host:port", IPv6 in brackets, so that the port stands out. Free it with g_free. */
char *tap_option_endpoint(const address *host, guint32 port);

/* Print bytes as lower-case hex digits. */
void tap_option_print_hex(struct legacyssl_bytes bytes);

#endif
