/* plain_capture.h - tshark's -z legacyssl,pcap: what was decrypted, as a capture for other tools
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PLAIN_CAPTURE_H
#define LEGACYSSL_PLAIN_CAPTURE_H

void plain_capture_register(void);

#endif
