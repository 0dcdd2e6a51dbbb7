/* plain_capture_options.h - what stands behind -z legacyssl,pcap
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PLAIN_CAPTURE_OPTIONS_H
#define LEGACYSSL_PLAIN_CAPTURE_OPTIONS_H

#include <glib.h>

struct plain_capture_options {
    char *path;
    GArray *ports;        /* of struct port_change */
    gboolean with_others; /* what is not decrypted is copied */
};

/* ",port=80,port=993:143,others,FILE": all but the file may be left out. FALSE, and the user is told, if
 * it can't be understood; to be freed then, too. */
gboolean plain_capture_options_read(const char *text, struct plain_capture_options *options);

/* Which port a server's becomes. */
guint16 plain_capture_port(const struct plain_capture_options *options, guint16 server_port);

void plain_capture_options_free(struct plain_capture_options *options);

#endif
