#!/bin/sh
# What the tests start as tshark or sharkd: the one for Windows, under Wine, its lines ended as they are here.
# For Windows, Wireshark looks for plugins beside its programs only: there are two folders of them.
stage=$(dirname "$(dirname "$0")")
folder=with
[ -n "$(find "$WIRESHARK_PLUGIN_DIR" -name 'legacyssl.*')" ] || folder=without
export WINEPREFIX="$stage/wine" WINEDEBUG=-all

exec 4>&1
status=$({
  {
    /usr/lib/wine/wine64 "$stage/$folder/$(basename "$0").exe" "$@" 3>&- 4>&-
    echo $? >&3
  } | stdbuf -oL sed 's/\r$//' >&4 3>&-
} 3>&1)
exit "$status"
