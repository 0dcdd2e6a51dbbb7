/* plain_capture_menu.h - Statistics > LegacySSL Decrypted Capture, in Wireshark's window
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PLAIN_CAPTURE_MENU_H
#define LEGACYSSL_PLAIN_CAPTURE_MENU_H

/* Does nothing where there is no window. */
void plain_capture_menu_register(void);

#endif
