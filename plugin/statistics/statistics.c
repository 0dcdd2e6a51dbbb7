/* statistics.c - Statistics > LegacySSL, and tshark's -z legacyssl,tree
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statistics/statistics.h"

#include "secrets/security_parameters.h"
#include "statistics/taps.h"
#include "show/keys_tree.h"

#include <epan/stats_tree.h>

/* The branches of the tree; each counts what it has under it by name. */
enum branch { PROTOCOLS, SUITES, HANDSHAKES, SOURCES, CLOSED, RECORDS, FOUND, BRANCHES };

static const char *const names[BRANCHES] = {
    [PROTOCOLS] = "Sessions by protocol",   [SUITES] = "Sessions by cipher suite",
    [HANDSHAKES] = "Sessions by handshake", [SOURCES] = "Opened sessions by key source",
    [CLOSED] = "Closed sessions by reason", [RECORDS] = "Records by verdict",
    [FOUND] = "Attacks and violations",
};

static int nodes[BRANCHES];

static void init(stats_tree *tree)
{
    for (guint i = 0; i < BRANCHES; i++)
        nodes[i] = stats_tree_create_pivot(tree, names[i], 0);
}

static void count_session(stats_tree *tree, const struct security_parameters *parameters)
{
    const struct legacyssl_suite *suite = parameters->secrets.suite;

    stats_tree_tick_pivot(tree, nodes[PROTOCOLS],
                          legacyssl_protocol_name(parameters->secrets.protocol));
    stats_tree_tick_pivot(tree, nodes[SUITES],
                          suite != NULL && suite->name != NULL ? suite->name : "not known");
    stats_tree_tick_pivot(tree, nodes[HANDSHAKES], parameters->is_resumed ? "resumed" : "full");
    if (parameters->has_keys)
        stats_tree_tick_pivot(tree, nodes[SOURCES], key_place_origin(&parameters->key_place));
    else
        stats_tree_tick_pivot(tree, nodes[CLOSED],
                              expert_get_summary(keys_failure_item(parameters->failure)));
}

static const char *verdict(const struct record_event *event)
{
    if (event->parameters == NULL)
        return "in the clear";
    if (!event->parameters->has_keys)
        return "encrypted, no keys";
    if (event->is_cut_short)
        return "cut short in the capture";
    if (event->error != LEGACYSSL_OK)
        return legacyssl_error_text(event->error);
    switch (event->mac_status) {
    case LEGACYSSL_GOOD:
        return "MAC good";
    case LEGACYSSL_BAD:
        return "MAC bad";
    case LEGACYSSL_NOT_PRESENT:
        return "decrypted, has no MAC";
    default:
        return "not verified";
    }
}

static tap_packet_status record_seen(stats_tree *tree, packet_info *pinfo _U_,
                                     epan_dissect_t *edt _U_, const void *data,
                                     tap_flags_t flags _U_)
{
    const struct record_event *event = data;

    if (event->attack != NULL)
        stats_tree_tick_pivot(tree, nodes[FOUND], event->attack);
    if (event->shown_keys != NULL)
        count_session(tree, event->shown_keys);
    if (event->conversation != NULL)
        stats_tree_tick_pivot(tree, nodes[RECORDS], verdict(event));
    return TAP_PACKET_REDRAW;
}

void statistics_register(void)
{
    stats_tree_register_plugin(RECORDS_TAP, "legacyssl", "LegacySSL", 0, record_seen, init, NULL);
}
