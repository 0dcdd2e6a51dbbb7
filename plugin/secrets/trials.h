/* trials.h - how much may be tried in one file, so that a capture made to be slow is not
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Behind a gap, and where a MAC is bad, records are decrypted in vain. Costs are counted in bytes,
 * of the slowest cipher. A sender earns with what it sends, so that time stays in proportion to the
 * capture; and each search may borrow half of what the file has left: a thousand senders that waste
 * it leave enough for the one whose gap can be closed.
 */
#ifndef LEGACYSSL_TRIALS_H
#define LEGACYSSL_TRIALS_H

#include "wireshark/compat.h"

#define TRIAL_COST 128     /* of each trial, beside its bytes */
#define KEYS_COST 1024     /* to derive keys and set them up */
#define SKIPPED_PER_BYTE 8 /* bytes of keystream that are run through for the cost of one */

/* What one sender has for its trials. */
struct trials {
    guint32 earned;
    guint32 credit; /* what it may still borrow in this search */
    guint32 spent;  /* in all; it may wrap */
    bool is_searching;
};

/* The sender has sent `len` bytes. */
void trials_earn(struct trials *trials, gsize len);

/* Before a trial: FALSE if it would cost too much. */
gboolean trials_pay(struct trials *trials, gsize cost);

/* The same where it is nobody's own: half of what the file has left is enough. */
gboolean trials_pay_from_file(gsize cost);

/* What was looked for is found, or something else is looked for now. */
void trials_end(struct trials *trials);

/* At the end of each file. */
void trials_cleanup(void);

#endif
