"""Pictures of Wireshark's window with decrypted sessions, taken on a virtual screen."""
import contextlib
import os
import shutil
import subprocess
import sys
import time

import captures
import wireshark

WIDTH, HEIGHT = 1200, 900
PATIENCE = 60
SETTINGS = {"gui.update.enabled": "FALSE", "gui.fileopen.style": "LAST_OPENED",
            "gui.layout_content_3": "PACKET_BYTES"}

# Which packet is selected, how many fields below the layer of LegacySSL the cursor goes, and the profile.
PICTURES = (
    ("ssl2", "ssl2/rc4-128", 8, 29, None),
    ("pct1", "pct1/rc4-md5", 9, 8, None),
    ("profile", "pct1/bad-mac-server", 11, 8, "LegacySSL"),
)


@contextlib.contextmanager
def screen():
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield ":" + number.readline().strip()
    finally:
        server.terminate()
        server.wait()


class Window:
    """Wireshark's, in front of all others of the screen."""

    def __init__(self, display, command, folder):
        self.display = display
        self.process = subprocess.Popen(
            wireshark.as_user(command), cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=wireshark.environment(DISPLAY=display, QT_QPA_PLATFORM="xcb"))

    def tool(self, *words):
        return subprocess.run(words, env={**os.environ, "DISPLAY": self.display}, check=False,
                              capture_output=True, text=True).stdout.split()

    def find(self, title):
        for _ in range(PATIENCE):
            time.sleep(1)
            found = self.tool("xdotool", "search", "--onlyvisible", "--name", title)
            if found:
                return found[0]
        raise SystemExit(f"Wireshark shows no window {title}")

    def fill_screen(self, window):
        self.tool("xdotool", "windowmove", window, "0", "0", "windowsize", window, str(WIDTH),
                  str(HEIGHT), "windowfocus", window)
        time.sleep(2)

    def press(self, *keys):
        self.tool("xdotool", "key", "--delay", "100", *keys)
        time.sleep(1)

    def click(self, x, y):
        self.tool("xdotool", "mousemove", str(x), str(y), "click", "1", "mousemove", str(WIDTH), "0")
        time.sleep(1)

    def take(self, path):
        self.tool("import", "-window", "root", "-strip", "+dither", "-colors", "64", f"png8:{path}")

    def close(self):
        self.process.terminate()
        self.process.wait()


def folder_with(capture):
    """The files under names that say what they are: the picture shows them."""
    folder = wireshark.new_folder()
    shutil.copy(capture.pcap, folder / "old.pcap")
    shutil.copy(capture.keylog, folder / "keys.log")
    return folder


def install_profile():
    """As one of the user's own."""
    profiles = wireshark.folder() / "config/profiles"
    shutil.copytree(wireshark.ROOT / "plugin/profile", profiles)
    for path in (profiles, *profiles.rglob("*")):
        path.chmod(0o777)


def take_picture(display, name, packet, downward, profile, path):
    settings = wireshark.preferences({**SETTINGS, "legacyssl.keylog_file": "keys.log"})
    chosen = ["-C", profile] if profile else []
    window = Window(display, ["wireshark", *chosen, "-r", "old.pcap", "-g", str(packet), *settings],
                    folder_with(captures.named(name)))
    try:
        window.fill_screen(window.find("old.pcap"))
        window.click(WIDTH // 4, HEIGHT * 7 // 8)  # into the tree, below its last line
        window.press("Home", *["Down"] * 4, "shift+Right", *["Down"] * downward)
        window.take(path)
    finally:
        window.close()


def main():
    install_profile()
    with screen() as display:
        for short, name, packet, downward, profile in PICTURES:
            path = captures.FOLDER / f"screenshot-{short}.png"
            take_picture(display, name, packet, downward, profile, path)
            print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    sys.exit(main())
