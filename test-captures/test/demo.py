"""What tshark reads from each capture with the plugin: who spoke what, the first request, the verdicts.

Everything but the title and the peer's name comes from the packets.
"""
import collections
import concurrent.futures
import os
import re

import captures
import dissection
import expectations
import runs
import wireshark

NAMES_SHOWN = 3


def spoken(shown):
    """{protocol: [suite of each connection]}, as the packets say."""
    protocols = collections.defaultdict(list)
    for stream in sorted({packet.stream for packet in shown.packets if packet.all("legacyssl.version")}):
        version = shown.fields("legacyssl.version", stream)[0][1].label.split(": ")[1]
        suites = expectations.in_order(
            field.show for _, field in shown.fields("legacyssl.cipher_suite", stream))
        protocols[re.sub(r" \(0x\w+\)$", "", version)].extend(suites[-1:] or ["no suite agreed on"])
    return protocols


def shorten(names):
    names = list(dict.fromkeys(names))
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def is_from_client(packet):
    """Clients' ports are above the services'."""
    return packet.number_of("tcp.srcport") > packet.number_of("tcp.dstport")


def first_request(shown):
    """The first line of decrypted data that a client sent."""
    for packet in shown.packets:
        data = b"".join(map(dissection.field_bytes, packet.all("legacyssl.app_data")))
        if data and is_from_client(packet):
            return data.split(b"\n")[0].decode("ascii", "replace").strip()
    return "none"


def tally(shown, name):
    return collections.Counter(status for _, status in shown.statuses(name))


def without_secret(shown):
    return len({packet.stream for packet in shown.packets
                if "legacyssl.no_secret" in packet.expert_items})


def in_words(macs, proofs, secrets_missing):
    return (f"MACs {macs[dissection.GOOD]} good, {macs[dissection.BAD]} bad, "
            f"{macs[dissection.UNVERIFIED]} unverified; "
            f"handshake proofs {proofs[dissection.GOOD]} good, {proofs[dissection.BAD]} bad; "
            f"sessions without a secret: {secrets_missing}")


def describe(capture):
    """The lines about a capture, and its verdicts for the totals."""
    shown = runs.with_keys(capture)
    protocols = spoken(shown)
    lines = [f"{capture.name}: {capture.json['title']}", f"  peer      {capture.json['peer']}"]
    for protocol, suites in protocols.items():
        lines.append(f"  spoken    {protocol} on {len(suites)} connection{'s' * (len(suites) > 1)}: "
                     + shorten(suites))
    verdicts = (tally(shown, "legacyssl.record.mac.status"),
                tally(shown, "legacyssl.handshake.verify.status"), without_secret(shown))
    if protocols:
        lines += [f"  request   {first_request(shown)}", f"  verdicts  {in_words(*verdicts)}"]
    else:
        lines.append("  spoken    nothing of LegacySSL's: left to Wireshark's own dissector")
    return lines, verdicts


def main():
    macs, proofs, secrets_missing = collections.Counter(), collections.Counter(), 0
    wireshark.folder()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for lines, verdicts in pool.map(describe, captures.shipped()):
            print("\n".join(lines), end="\n\n", flush=True)
            macs += verdicts[0]
            proofs += verdicts[1]
            secrets_missing += verdicts[2]
    print(f"{len(captures.shipped())} captures: {in_words(macs, proofs, secrets_missing)}")


if __name__ == "__main__":
    main()
