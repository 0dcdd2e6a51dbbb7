"""What tshark reads from the captures with the plugin: a session of each protocol told as a story, an attack
named, then the tally of all. With --all, what each capture has: who spoke what, the first request, the verdicts.

Everything but the titles and the peers' names comes from the packets.
"""
import argparse
import collections
import concurrent.futures
import os
import re
import textwrap

import captures
import dissection
import expectations
import runs
import wireshark

NAMES_SHOWN = 3
WIDTH, HEIGHT = 80, 24  # of a screen


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
    """A query of SQL, a login there, or the first line of decrypted data that a client sent."""
    for packet in shown.packets:
        for query in packet.all("tds.query"):
            return query.show.removesuffix("\\n").strip()
    for packet in shown.packets:
        data = b"".join(map(dissection.field_bytes, packet.all("legacyssl.app_data")))
        if data and is_from_client(packet):
            for kind in packet.all("tds.type"):
                return kind.label.split(": ")[1]
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


# One session of each protocol; TLS 1.0's is with a server of SQL.
STORIES = ("ssl2/rc4-128", "pct1/rc4-md5", "ssl3/openssl-1.0-big-body-rc4", "tds/whole-connection")


def ends(shown):
    """The client's and the server's address and port."""
    packet = next(packet for packet in shown.packets if is_from_client(packet))
    address = [packet.all(name)[0].show for name in ("ip.src", "tcp.srcport", "ip.dst", "tcp.dstport")]
    return "{}:{} to {}:{}".format(*address)


def key_source(shown):
    """Without the folder in which it lies for tshark."""
    return os.path.basename(shown.fields("legacyssl.key_source")[0][1].show)


def story(capture):
    """The lines about a capture's session."""
    shown = runs.with_keys(capture)
    [(protocol, suites)] = spoken(shown).items()
    macs, proofs = (tally(shown, f"legacyssl.{name}.status") for name in ("record.mac", "handshake.verify"))
    return [textwrap.shorten(f"{protocol}, {ends(shown)}: {capture.json['peer']}", WIDTH, placeholder=" ..."),
            f"    agreed on    {suites[0]}",
            f"    secret from  {key_source(shown)}",
            f"    asked for    {first_request(shown)}",
            f"    verdict      {macs[dissection.GOOD]} of {macs.total()} MACs good, "
            f"{proofs[dissection.GOOD]} of {proofs.total()} proofs of the handshake good"]


ATTACK = captures.FOLDER / "attacks/slapper.pcap"  # forged, see forged.py


def attack():
    """The line about it."""
    shown = dissection.Dissection(dissection.from_pdml(wireshark.pdml(wireshark.stage(ATTACK), 1)))
    [(packet, item)] = [(packet.number, field) for packet in shown.packets for field in packet.fields
                        if field.name.startswith("legacyssl.attack.")]
    name = item.name.removeprefix("legacyssl.")
    return textwrap.shorten(f"{name} in frame {packet}: {item.label}", WIDTH, placeholder=" ...")


def main():
    parser = argparse.ArgumentParser(description="Shows what tshark reads from the captures with LegacySSL.")
    parser.add_argument("--all", action="store_true", help="what each capture has, not one session of each protocol")
    is_all = parser.parse_args().all
    macs, proofs, secrets_missing = collections.Counter(), collections.Counter(), 0
    wireshark.folder()
    for name in () if is_all else STORIES:
        print("\n".join(story(captures.named(name))), flush=True)
    if not is_all:
        print(attack(), flush=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for lines, verdicts in pool.map(describe, captures.shipped()):
            if is_all:
                print("\n".join(lines), end="\n\n", flush=True)
            macs += verdicts[0]
            proofs += verdicts[1]
            secrets_missing += verdicts[2]
    print(f"{len(captures.shipped())} captures: {in_words(macs, proofs, secrets_missing)}")


if __name__ == "__main__":
    main()
