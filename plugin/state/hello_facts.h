/* hello_facts.h - what a conversation's hellos offer and show, for the inventory of servers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_HELLO_FACTS_H
#define LEGACYSSL_HELLO_FACTS_H

#include "wireshark/compat.h"

#include "legacyssl-kdf.h"

/* Of its first handshake; in file scope. */
struct hello_facts {
    struct legacyssl_bytes suites; /* the client's, suite_size bytes each ... */
    guint8 suite_size;
    const char *names; /* ... or by name, commas between them: PCT; NULL: by their codes */
    struct legacyssl_bytes certificate; /* the server's, or several with it first */
};

#endif
