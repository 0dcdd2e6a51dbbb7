"""What other protocols say first: who, which bytes, and where that is written.

Bytes in braces are drawn: {n} is n of them.
"""
SERVER, CLIENT = True, False

OPENINGS = (
    ("telnet", SERVER, "fffb01fffb03fffd18fffd1f", "RFC 854, RFC 857, RFC 858"),
    ("telnet, BusyBox", SERVER, "fffd01fffd1ffffb01fffb03", "RFC 854, RFC 1073"),
    ("telnet, one option", SERVER, "fffb01", "RFC 857"),
    ("telnet, client", CLIENT, "fffd03fffb18fffb1f", "RFC 854"),
    ("C37.118, configuration", SERVER, "aa3101e40064{8}", "IEEE C37.118.2 6.4"),
    ("C37.118, command", CLIENT, "aa41001200{13}", "IEEE C37.118.2 6.6"),
    ("MQTT, ping", CLIENT, "c000", "MQTT 3.1.1 3.12"),
    ("MQTT, pong", SERVER, "d000", "MQTT 3.1.1 3.13"),
    ("MQTT, subscribe", CLIENT, "82{1}00{1}0003{3}00", "MQTT 3.1.1 3.8"),
    ("WebSocket, ping", CLIENT, "8900", "RFC 6455 5.5.2"),
    ("WebSocket, text", SERVER, "817e01{1}{40}", "RFC 6455 5.2"),
    ("WebSocket, masked", CLIENT, "81{1}{4}{20}", "RFC 6455 5.3"),
    ("Cassandra, answer", SERVER, "8400{2}02{4}{10}", "native protocol v4, 2"),
    ("Cassandra, error", SERVER, "850001{1}00{4}{10}", "native protocol v5, 2"),
    ("RTP over TCP", SERVER, "8060{2}{8}{100}", "RFC 3550 5.1, RFC 4571"),
    ("RTP, marker", SERVER, "80e0{2}{8}{100}", "RFC 3550 5.1"),
    ("ONC-RPC, last fragment", CLIENT, "80{1}{2}{4}00000000{20}", "RFC 5531 11"),
    ("ONC-RPC, long fragment", CLIENT, "8001{2}{40}", "RFC 5531 11"),
    ("BGP, in the middle", SERVER, "ffffffffffffffffffffffffffffffff001304", "RFC 4271 4.1"),
    ("BER, context", CLIENT, "a081{1}{40}", "X.690 8.1"),
    ("LDAP, extended", CLIENT, "3084{4}0201{1}77{20}", "RFC 4511 4.12"),
    ("Kafka, answer", SERVER, "8000{2}{4}{30}", "Kafka protocol"),
    ("MySQL, handshake", SERVER, "{1}0000000a352e37{20}", "MySQL internals 14.2.5"),
    ("PostgreSQL, startup", CLIENT, "000000{1}00030000{20}", "PostgreSQL 55.7"),
    ("SMB", CLIENT, "000000{1}ff534d4272{30}", "MS-CIFS 2.2.3.1"),
    ("DNS over TCP", CLIENT, "00{1}{2}01000001000000000000{20}", "RFC 1035 4.2.2"),
    ("SSH", SERVER, "5353482d322e302d{12}0d0a", "RFC 4253 4.2"),
    ("HTTP", CLIENT, "474554202f20485454502f312e310d0a", "RFC 9112 3"),
    ("HTTP/2", CLIENT, "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a", "RFC 9113 3.4"),
    ("TLS 1.2, in the middle", SERVER, "170303{2}{100}", "RFC 5246 6.2.1"),
    ("TLS 1.2, ClientHello cut", CLIENT, "16030100{1}01", "RFC 5246 7.4.1.2"),
    ("RDP", CLIENT, "030000{1}{1}e0{10}", "MS-RDPBCGR 2.2.1.1"),
    ("SOCKS 5", CLIENT, "0501{1}", "RFC 1928 3"),
    ("OpenVPN", CLIENT, "00{1}38{8}00{4}", "OpenVPN wire protocol"),
    ("STUN over TCP", CLIENT, "000100{1}2112a442{12}", "RFC 8489 5"),
    ("RTMP", CLIENT, "03{8}{60}", "RTMP 5.2"),
)
