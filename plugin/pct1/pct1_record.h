/* pct1_record.h - the record layer of PCT 1.0
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_PCT1_RECORD_H
#define LEGACYSSL_PCT1_RECORD_H

#include "record/record_layer.h"

extern const struct record_layer pct1_record_layer;

#endif
