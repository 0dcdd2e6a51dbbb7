#!/bin/sh
# Wireshark's own tests (decryption, dissection, sharkd, Lua, Follow and so on) out of Debian's source
# package, with this machine's Wireshark: without the plugin, then with it; says which tests differ.
#   sh wireshark-tests.sh [folder] [arguments for their pytest: -k decryption]
# The folder is in-tree.sh's; 700 MB when there is none yet.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-in-tree}
[ $# -eq 0 ] || shift
mkdir -p "$work"
work=$(cd "$work" && pwd)

MORE_NEEDS='
command -v dpkg-source|dpkg-dev
command -v editcap|wireshark-common' sh "$here/setup.sh"

suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-sid}")
source=$(sh "$here/source-package.sh" "$work/$suite" wireshark "$suite")

# Root's Wireshark takes no other plugin folder than the system's; the other user needs a folder to itself.
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
cp -r "$source/test" "$source/tools" "$source/doc" "$source/pytest.ini" "$source/CMakeLists.txt" "$stage"
mkdir "$stage/home"
# only whether to keep a log depends on it, and pytest under Python 3.11 has no such lists
sed -i 's/(result.errors + result.failures)/(getattr(result, "errors", []) + getattr(result, "failures", []))/' \
  "$stage/test/subprocesstest.py"
as_user=
if [ "$(id -u)" = 0 ]; then
  chown -R 65534:65534 "$stage"
  as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi

# The machine's own plugins, which the tests count.
plugins=$(pkg-config --variable=plugindir wireshark)
for run in without with; do
  mkdir -p "$stage/$run"
  cp -r "$plugins" "$stage/$run/"
  rm -f "$stage/$run"/*/epan/legacyssl.so
done
cp "$root"/build/plugins/*/epan/legacyssl.so "$stage/with/$(basename "$plugins")/epan/"
chmod -R a+rX "$stage/with" "$stage/without"

run_tests() {
  run=$1
  shift
  echo "$run the plugin:"
  # shellcheck disable=SC2086 # a command
  (cd "$stage" && $as_user env HOME="$stage/home" TMPDIR="$stage/home" PYTHONDONTWRITEBYTECODE=1 \
    WIRESHARK_PLUGIN_DIR="$stage/$run" nice /usr/bin/python3 -m pytest -q -p no:cacheprovider -r '' --tb=no \
    --disable-capture --skip-missing-programs=all --program-path="$(dirname "$(command -v tshark)")" \
    --junitxml="$stage/home/$run.xml" "$@" test) || true # what failed is compared below
  cp "$stage/home/$run.xml" "$work/tests-$run.xml"
}

[ "$(WIRESHARK_PLUGIN_DIR=$stage/with HOME=$stage/home $as_user tshark -G plugins | grep -c legacyssl)" = 1 ] || {
  echo "Wireshark does not load the plugin." >&2
  exit 1
}
run_tests without "$@"
run_tests with "$@"
/usr/bin/python3 "$here/checkers/compare_tests.py" "$work/tests-without.xml" "$work/tests-with.xml"
