/* attacks.h - the attacks and violations that are named, and their filter names
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_ATTACKS_H
#define LEGACYSSL_ATTACKS_H

#include "wireshark/compat.h"

#include <epan/expert.h>

enum attack {
    ATTACK_KEY_ARG,
    ATTACK_SESSION_ID_LEAK,
    ATTACK_CHALLENGE,
    ATTACK_CLEAR_KEY,
    ATTACK_KEY_LENGTH,
    ATTACK_CIPHER_NOT_OFFERED,
    ATTACK_SAME_KEY,
    ATTACK_SSL2_ROLLBACK,
    ATTACK_PCT_HELLO,
    ATTACK_POODLE,
    ATTACK_EARLY_CHANGE,
    ATTACK_HEARTBLEED,
    ATTACK_BLEICHENBACHER,
    ATTACK_VERSION_ROLLBACK,
    ATTACK_BEAST,
    ATTACK_RENEGOTIATION,
    ATTACK_DOWNGRADE,
    ATTACK_EXPORT_KEY,
    ATTACKS
};

/* Register their expert items for proto_legacyssl. */
void attacks_register(void);

expert_field *attack_item(enum attack attack);

#endif
