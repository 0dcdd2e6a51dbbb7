/* export_pdu.h - File > Export PDUs to File, tshark's -U: decrypted messages as packets of their
 * own SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_EXPORT_PDU_H
#define LEGACYSSL_EXPORT_PDU_H

#include "wireshark/compat.h"

/* Offer what `tvb` holds, up to where the dissector asks for more, under "OSI layer 7", as the
 * built-in does. `tag` says whether `name` is a dissector's or a heuristic's. */
void export_pdu(tvbuff_t *tvb, packet_info *pinfo, guint16 tag, const char *name);

void export_pdu_handoff(void);

#endif
