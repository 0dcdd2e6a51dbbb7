"""The way from Wireshark's menu to a decrypted capture, walked on a virtual screen: what is written must be what
tshark's -z legacyssl,pcap writes."""
import sys
import time

import captures
import pcap
import screenshot
import wireshark

TITLE = "LegacySSL Decrypted Capture"
NAME, OTHER = "ssl2/rc4-128", "other/openssl-3-tls13"

# Port, and whether other packets are wanted, as they are filled in; the same for tshark.
WAYS = (("", "no", ""), ("80", "yes", "port=80,others,"))


def choose_entry(window):
    """The tenth entry in Wireshark 4.0: it is the ninth below the first, or the tenth below none."""
    for steps in (9, 10):
        window.press("alt+s", *["Down"] * steps, "Return")
        if found := window.tool("xdotool", "search", "--onlyvisible", "--name", TITLE):
            return found[0]
        window.press("Escape", "Escape")
    raise SystemExit(f"no entry of the Statistics menu opens {TITLE}")


def fill_in(window, dialog, *texts):
    """Its lines, one below the other."""
    window.tool("xdotool", "windowfocus", dialog)
    window.tool("xdotool", "mousemove", "--window", dialog, "400", "25", "click", "1")
    for text in texts:
        window.press("ctrl+a")
        window.tool("xdotool", "type", str(text) or "\b")
        window.press("Tab")
    window.press("Return")


def wait_for(path):
    for _ in range(screenshot.PATIENCE):
        if path.exists() and path.stat().st_size:
            time.sleep(2)
            return path.read_bytes()
        time.sleep(1)
    raise SystemExit(f"{path.name} was not written")


def write_from_the_window(display, folder, port, others):
    settings = wireshark.preferences({**screenshot.SETTINGS, "legacyssl.keylog_file": folder / "keys.log"})
    window = screenshot.Window(display, ["wireshark", "-r", "old.pcap", *settings], folder)
    path = wireshark.new_folder() / "plain.pcapng"
    try:
        window.fill_screen(window.find("old.pcap"))
        fill_in(window, choose_entry(window), path, port, others)
        return wait_for(path)
    finally:
        window.close()


def main():
    folder = screenshot.folder_with(captures.named(NAME))
    mixed = pcap.read(folder / "old.pcap") + pcap.with_addresses_of(pcap.read(captures.named(OTHER).pcap), 7)
    (folder / "old.pcap").write_bytes(pcap.build(mixed))
    with screenshot.screen() as display:
        for port, others, option in WAYS:
            written = write_from_the_window(display, folder, port, others)
            path = wireshark.new_folder() / "plain.pcapng"
            wireshark.tshark(folder / "old.pcap", "-2", "-q", "-z", f"legacyssl,pcap,{option}{path}",
                             keylog=folder / "keys.log")
            if written != path.read_bytes():
                raise SystemExit(f"the window writes another file than tshark with {option}FILE")
            print(f"{NAME}: {len(written)} bytes from the menu, as from tshark with {option}FILE")


if __name__ == "__main__":
    sys.exit(main())
