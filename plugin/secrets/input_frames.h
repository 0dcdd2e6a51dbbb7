/* input_frames.h - where in the capture the inputs of keys stand
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_INPUT_FRAMES_H
#define LEGACYSSL_INPUT_FRAMES_H

#include "wireshark/compat.h"

/* The frames in which these messages end; 0: not in the capture. */
struct input_frames {
    guint32 client_hello, server_hello;
    guint32 client_key; /* CLIENT-MASTER-KEY, ClientKeyExchange */
};

#endif
