#!/bin/sh
# Takes the pictures screenshot-*.png of Wireshark's window, on a screen that nobody sees; or
#   sh screenshot.sh window      writes a decrypted capture from its menu, on Wireshark 4.0
set -eu
here=$(cd "$(dirname "$0")" && pwd)

for need in wireshark:wireshark Xvfb:xvfb xdotool:xdotool import:imagemagick; do
  command -v "${need%:*}" >/dev/null || {
    echo "${need%:*} is needed: apt install ${need#*:}" >&2
    exit 1
  }
done
sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/test/${1:-screenshot}.py"
