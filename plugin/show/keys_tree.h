/* keys_tree.h - the six values, where they come into force
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_KEYS_TREE_H
#define LEGACYSSL_KEYS_TREE_H

#include "secrets/security_parameters.h"

#include <epan/expert.h>

/* Draw a generated subtree with the keys of `parameters`, or what hinders deriving them; and what
 * is to be told of the key log. */
void keys_tree_draw(const struct security_parameters *parameters, packet_info *pinfo,
                    proto_tree *tree, tvbuff_t *tvb);

/* For every other record under these keys: the frame that shows them, or why there are none. */
void keys_tree_refer(const struct security_parameters *parameters, proto_tree *tree, tvbuff_t *tvb);

/* The expert item that says why there are no keys. */
expert_field *keys_failure_item(enum keys_failure failure);

#endif
