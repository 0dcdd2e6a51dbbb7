/* preferences.c - what the user can set
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/compat.h"

#include "wireshark/preferences.h"

#include "wireshark/proto.h"

#include <epan/prefs-int.h>
#include <epan/prefs.h>

static const char *keylog_file, *session_file, *rsa_keys;
static ws_boolean hand_on_unverified;
static ws_boolean ssl3_tls10 = true;

void preferences_register(void)
{
    module_t *module = prefs_register_protocol(proto_legacyssl, NULL);

    prefs_register_filename_preference(
        module, "keylog_file", "Key log file",
        "A file with one master secret a line. The key log of the TLS protocol preferences is "
        "used as well.",
        &keylog_file, FALSE);
    prefs_register_filename_preference(
        module, "session_file", "Session file",
        "A file with SSL SESSION PARAMETERS, as written by openssl's -sess_out. Such sessions can "
        "stand in the key log file, too.",
        &session_file, FALSE);
    prefs_register_directory_preference(
        module, "rsa_keys", "RSA keys",
        "A folder of PEM files with private RSA keys of servers, with the folders in it, or one "
        "such "
        "file. The keys of Wireshark's own RSA Keys preferences are used as well.",
        &rsa_keys);
    prefs_register_bool_preference(
        module, "ssl3_tls10", "Decrypt and verify SSL 3.0 and TLS 1.0",
        "Take over SSL 3.0 and TLS 1.0 connections from ChangeCipherSpec on when their secret is "
        "known. Otherwise they stay with the TLS dissector altogether.",
        &ssl3_tls10);
    prefs_register_bool_preference(
        module, "hand_on_unverified", "Dissect application data with a wrong MAC",
        "Hand decrypted application data on to HTTP and others even when the record's MAC does "
        "not match.",
        &hand_on_unverified);
}

/* Another module's preference: registered for good before any packet is seen. */
static pref_t *find_other(const char *module, const char *name)
{
    module_t *found = prefs_find_module(module);

    return found != NULL ? prefs_find_preference(found, name) : NULL;
}

static const char *tls_keylog_file(void)
{
    static pref_t *pref;

    if (pref == NULL)
        pref = find_other("tls", "keylog_file");
    return pref != NULL ? prefs_get_string_value(pref, pref_current) : NULL;
}

gboolean preferences_relative_sequence_numbers(void)
{
    static pref_t *pref;

    if (pref == NULL)
        pref = find_other("tcp", "relative_sequence_numbers");
    return pref == NULL || prefs_get_bool_value(pref, pref_current);
}

const char *preferences_key_file(guint number)
{
    const char *const paths[PREFERENCES_KEY_FILES] = {keylog_file, session_file, tls_keylog_file()};

    return paths[number];
}

const char *preferences_rsa_keys(void)
{
    return rsa_keys;
}

const char *preferences_keylog_for_builtin(void)
{
    if (keylog_file == NULL || keylog_file[0] == '\0' ||
        g_strcmp0(keylog_file, tls_keylog_file()) == 0)
        return NULL;
    return keylog_file;
}

gboolean preferences_ssl3_tls10(void)
{
    return ssl3_tls10;
}

gboolean preferences_hand_on_unverified(void)
{
    return hand_on_unverified;
}
