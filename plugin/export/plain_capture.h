/* plain_capture.h - tshark's -z legacyssl,pcap: what was decrypted, as a capture for other tools
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PLAIN_CAPTURE_H
#define LEGACYSSL_PLAIN_CAPTURE_H

#include <glib.h>

void plain_capture_register(void);

/* The same from Wireshark's window, where `retap` makes all packets come once more. FALSE, and the
 * user is told, if it can't be written; else `conversations` is how many were decrypted. */
gboolean plain_capture_write(const char *argument, void (*retap)(void), guint *conversations);

#endif
