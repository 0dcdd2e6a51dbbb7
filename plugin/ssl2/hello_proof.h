/* hello_proof.h - how far bytes prove that a stream is one of ours
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_HELLO_PROOF_H
#define LEGACYSSL_HELLO_PROOF_H

enum hello_proof {
    HELLO_IMPOSSIBLE,    /* the bytes are no such hello */
    HELLO_POSSIBLE,      /* so far they are; too few to tell */
    HELLO_CONTRADICTORY, /* a whole record of that type and version, whose lengths contradict it */
    HELLO_PROVEN,        /* type, version and all lengths agree */
};

#endif
