/* keys_facts.h - what a handshake's keys are made of, as columns of -z legacyssl,keys,facts
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEYS_FACTS_H
#define LEGACYSSL_KEYS_FACTS_H

#include "secrets/security_parameters.h"

#define KEYS_FACTS_HEAD                                                                            \
    "\tclient_random\tserver_random\tsession_id\tmaster_secret\tclear_key\tkey_arg\tcommand"

/* Print the columns of that name. The last is what to type to have the derivation explained; it is empty
 * where the keys are known without a master secret. */
void keys_facts_print(const struct security_parameters *parameters);

#endif
