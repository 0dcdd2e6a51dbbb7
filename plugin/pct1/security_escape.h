/* security_escape.h - escape records and the out-of-band data that follow them
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SECURITY_ESCAPE_H
#define LEGACYSSL_SECURITY_ESCAPE_H

#include "wireshark/compat.h"

/* draft-benaloh 5.5.4: ESCAPE_TYPE_CODE, the only byte of an escape record. */
enum security_escape {
    PCT_ET_OOB_DATA = 0x01,
    PCT_ET_REDO_CONN = 0x02,
};

/* Draw the plaintext of an escape record. */
void security_escape_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/* Draw out-of-band data: application bytes that do not belong into the sender's stream (4.3.1). */
void out_of_band_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/* Register its fields for proto_legacyssl. */
void security_escape_register(void);

#endif
