/* attacks.c - the attacks and violations that are named, and their filter names
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "security/attacks.h"

#include "show/field_rows.h"
#include "wireshark/proto.h"

static expert_field items[ATTACKS]; /* zeros are "not registered" as EI_INIT is */

#define ATTACK(attack, name, severity, text)                                                       \
    [attack] = EXPERT(items[attack], "attack." name, PI_SECURITY, severity, text)

static ei_register_info rows[ATTACKS] = {
    ATTACK(ATTACK_KEY_ARG, "key_arg", PI_ERROR,
           "KEY-ARG is longer than the cipher's: this overflows a buffer of OpenSSL's, as the "
           "Slapper worm does (CVE-2002-0656)"),
    ATTACK(ATTACK_SESSION_ID_LEAK, "session_id", PI_ERROR,
           "The session id in SERVER-FINISHED is longer than 16 bytes: the server's memory leaks "
           "(CVE-2002-0656)"),
    ATTACK(ATTACK_CHALLENGE, "challenge", PI_ERROR,
           "CHALLENGE is longer than 32 bytes: this overflows a buffer of NSS's (CVE-2004-0826)"),
    ATTACK(ATTACK_CLEAR_KEY, "clear_key", PI_ERROR,
           "CLEAR-KEY bytes for a cipher kind that has none: special DROWN, which finds the key "
           "byte by byte (CVE-2016-0703)"),
    ATTACK(ATTACK_KEY_LENGTH, "key_length", PI_ERROR,
           "The lengths of CLEAR-KEY and ENCRYPTED-KEY are not those of the cipher kind: this ends "
           "OpenSSL's server (CVE-2015-0293)"),
    ATTACK(ATTACK_CIPHER_NOT_OFFERED, "cipher_not_offered", PI_ERROR,
           "The cipher kind of CLIENT-MASTER-KEY is none that SERVER-HELLO has: a server that goes "
           "on speaks ciphers that are switched off (CVE-2015-3197)"),
    ATTACK(ATTACK_SAME_KEY, "drown", PI_ERROR,
           "Several sessions have the same ENCRYPTED-KEY: DROWN, which makes the server decrypt "
           "what was recorded elsewhere (CVE-2016-0800)"),
    ATTACK(ATTACK_SSL2_ROLLBACK, "ssl2_rollback", PI_WARN,
           "SSL 2.0 although both can more: the client offers a later version, and this server "
           "has spoken one in this capture (CVE-2005-2969)"),
    ATTACK(ATTACK_PCT_HELLO, "pct_hello", PI_ERROR,
           "A hello whose lengths contradict each other: this overflows a buffer of Windows' PCT "
           "(MS04-011, CVE-2003-0719)"),
    ATTACK(ATTACK_POODLE, "poodle", PI_ERROR,
           "The last block of this record repeats an earlier one: POODLE, which finds cookies byte "
           "by byte (CVE-2014-3566)"),
    ATTACK(ATTACK_EARLY_CHANGE, "early_change_cipher_spec", PI_ERROR,
           "ChangeCipherSpec before ClientKeyExchange: it makes OpenSSL use empty keys "
           "(CVE-2014-0224)"),
    ATTACK(ATTACK_HEARTBLEED, "heartbleed", PI_ERROR,
           "This heartbeat asks for more bytes than it has: Heartbleed, which reads the other "
           "side's memory (CVE-2014-0160)"),
    ATTACK(ATTACK_BLEICHENBACHER, "bleichenbacher", PI_ERROR,
           "Many handshakes of this client with this server end with an alert behind "
           "ClientKeyExchange: Bleichenbacher's attack on RSA, as ROBOT does it (CVE-2017-13099)"),
    ATTACK(ATTACK_VERSION_ROLLBACK, "version_rollback", PI_ERROR,
           "The premaster secret has a later version than ClientHello: somebody has changed that "
           "on its way"),
    ATTACK(ATTACK_BEAST, "beast", PI_NOTE,
           "Many short records in CBC mode without an empty or one-byte record between them: what "
           "BEAST needs, were the client to send what others choose (CVE-2011-3389)"),
    ATTACK(ATTACK_RENEGOTIATION, "renegotiation", PI_WARN,
           "Renegotiation without RFC 5746: what was said before may be somebody else's "
           "(CVE-2009-3555)"),
    ATTACK(ATTACK_DOWNGRADE, "downgrade", PI_ERROR,
           "Both sides offer more than this version (the server's random says so, RFC 8446 4.1.3): "
           "somebody has changed the hellos on their way"),
    ATTACK(ATTACK_EXPORT_KEY, "export_key", PI_ERROR,
           "The ephemeral key has 512 bits or less, although the suite is no export suite: FREAK or "
           "Logjam (CVE-2015-0204, CVE-2015-4000)"),
};

void attacks_register(void)
{
    expert_register_field_array(expert_register_protocol(proto_legacyssl), rows, ATTACKS);
}

expert_field *attack_item(enum attack attack)
{
    return &items[attack];
}
