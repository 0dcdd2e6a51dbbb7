/* ssl2_record.h - the record layer of SSL 2.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_SSL2_RECORD_H
#define LEGACYSSL_SSL2_RECORD_H

#include "record/record_layer.h"

extern const struct record_layer ssl2_record_layer;

#endif
