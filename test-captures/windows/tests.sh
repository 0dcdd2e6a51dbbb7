#!/bin/sh
# The demo, which is to say what it says here, and tests that run tshark and sharkd, all with those for Windows under
# Wine:
#   sh tests.sh folder [arguments for pytest]      (windows.sh's folder)
# Without arguments, of the tests only whether every capture verifies; with -k '', all but those of left_out.tsv,
# which says why.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- -k "test_demo or test_everything_verifies"

# Tests that root starts run Wireshark as another user, who may not be able to read the folder, and whose Wine
# needs one of its own.
stage=$(mktemp -d)
mkdir "$stage/bin" "$stage/wine"
cp -r "$work/wireshark/run" "$stage/with"
cp -rl "$stage/with" "$stage/without"
find "$stage/without" -name legacyssl.dll -delete
cp "$work/plugin/plugins/4.0/epan/legacyssl.dll" "$stage/with/plugins/4.0/epan/"
# the tests look for it in the folder of the plugin
install -D "$here/../../build/kdf/program/legacyssl-kdf" "$stage/with/kdf/program/legacyssl-kdf"
for name in tshark sharkd; do
  install -m 755 "$here/under-wine.sh" "$stage/bin/$name"
done
chmod -R a+rX "$stage"
as_user=
if [ "$(id -u)" = 0 ]; then
  chown 65534:65534 "$stage/wine"
  as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi

# One Wine for all, else each program would have to wait until Windows is up; not started by one of them, whose
# output would not end before it.
wine_of() {
  $as_user env PATH=/usr/lib/wine WINEPREFIX="$stage/wine" WINEDEBUG=-all "$@" </dev/null >/dev/null 2>&1
}
trap 'wine_of wineserver64 -k || true; wine_of wineserver64 -w || true; rm -rf "$stage"' EXIT
wine_of wineserver64 -p
wine_of wine64 wineboot --init

export PYTHONDONTWRITEBYTECODE=1
demo() {
  /usr/bin/python3 "$here/../test/demo.py"
}
demo >"$work/demo-here.txt"
export LEGACYSSL_BUILD="$stage/with" LEGACYSSL_WINE=1 PATH="$stage/bin:$PATH"
demo >"$work/demo-windows.txt"
diff "$work/demo-here.txt" "$work/demo-windows.txt"
echo "the demo, here and on Windows: $(tail -1 "$work/demo-windows.txt")"
cd "$here/.."
# shellcheck disable=SC2046 # a list of arguments
/usr/bin/python3 -m pytest -q -p no:cacheprovider -n 2 --dist loadgroup --rootdir . test \
  $(cut -f 1 windows/left_out.tsv | sed 's#^#--deselect=test/#') "$@"
