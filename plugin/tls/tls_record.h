/* tls_record.h - the record layer of SSL 3.0 and TLS 1.0, from ChangeCipherSpec on
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYSSL_TLS_RECORD_H
#define LEGACYSSL_TLS_RECORD_H

#include "record/record_layer.h"

extern const struct record_layer tls_record_layer, ssl3_record_layer;

#endif
