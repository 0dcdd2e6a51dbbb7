#!/bin/sh
# Wireshark's own checkers over our sources, out of Debian's source package; any complaint is a failure:
#   sh checkers.sh [folder]        (the same folder as in-tree.sh's; 700 MB when there is none yet)
# SUITES as there. kdf/program and the tests are no part of a Wireshark and not looked at.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-in-tree}
mkdir -p "$work"
work=$(cd "$work" && pwd)

MORE_NEEDS='
command -v dpkg-source|dpkg-dev
command -v cpp|cpp
command -v perl|perl
/usr/bin/python3 -c "import enchant"|python3-enchant
test -e /usr/share/hunspell/en_US.dic|hunspell-en-us
test -e /usr/share/hunspell/en_GB.dic|hunspell-en-gb' sh "$here/setup.sh"

# The checkers know what a dissector in one file looks like, without macros of its own and filter names put
# together: so is one made of ours, but for explain/, which has no fields.
one_file() {
  find "$root/plugin" -name '*.c' ! -path '*/explain/*' | sort | while read -r file; do
    cat "$root/plugin/show/field_rows.h" "$file" | sed '/^#include/d' | cpp -P -undef -nostdinc -w -DFIELD_INIT=-1 - |
      sed 's/" "//g; s/&(\([a-z_0-9]*\(\[[a-z0-9]*\]\)*\))/\&\1/g'
  done
}

# A folder in which they find what they look for, and ours.
prepare() {
  rm -rf "$work/checked"
  mkdir -p "$work/checked/epan/dissectors" "$work/checked/tools"
  cd "$work/checked"
  ln -s "$1"/tools/* tools
  rm tools/wireshark_words.txt
  cat "$1/tools/wireshark_words.txt" "$here/checkers/words.txt" >tools/wireshark_words.txt
  ln -s "$1/epan/tfs.c" epan
  ln -s "$root" epan/legacyssl
  one_file >epan/dissectors/packet-legacyssl.c
}

# A line that says how it went; what is left of the output when `pattern` is taken away is a complaint.
checked() {
  name=$1 pattern=$2
  shift 2
  status=0
  "$@" >"$work/checker.log" 2>&1 || status=$?
  if [ "$status" != 0 ] || grep -Evq "$pattern" "$work/checker.log"; then
    echo "  $name: complains"
    grep -Ev "$pattern" "$work/checker.log" | head -20
    return 1
  fi
  echo "  $name: nothing to complain of"
}

python_checker() {
  script=tools/$1 pattern=$2
  shift 2
  [ -e "$script" ] || return 0 # another series has it
  checked "$(basename "$script")" "$pattern" env PYTHONPATH="$here/checkers" /usr/bin/python3 "$script" "$@" \
    --file epan/dissectors/packet-legacyssl.c
}

check() {
  plugin=$(find "$root/plugin" -name '*.[ch]')
  # what taps print is for the terminal; in ui/cli Wireshark's do so, too
  dissectors=$(find "$root/plugin" -name '*.[ch]' ! -path '*/statistics/*' ! -path '*/explain/*')
  kdf=$(find "$root/kdf" -maxdepth 1 -name '*.[ch]')
  complaints=0
  # shellcheck disable=SC2086 # lists of names
  {
    checked checkAPIs.pl '^$' perl tools/checkAPIs.pl -p -g abort $plugin || complaints=1
    checked 'checkAPIs.pl, dissectors' '^$' perl tools/checkAPIs.pl -g dissectors-prohibited \
      -g dissectors-restricted -g termoutput $dissectors || complaints=1
    # libgcrypt's header stands in one place of kdf, which knows no Wireshark
    checked 'checkAPIs.pl, kdf' 'kdf/libgcrypt.h includes gcrypt.h directly' perl tools/checkAPIs.pl -p -g abort \
      -g dissectors-prohibited -g dissectors-restricted -g termoutput $kdf || complaints=1
    checked fix-encoding-args.pl '^$' perl tools/fix-encoding-args.pl $plugin || complaints=1
  }
  checked checkhf.pl '^$' perl tools/checkhf.pl epan/dissectors/packet-legacyssl.c || complaints=1
  checked checkfiltername.pl '^$' perl tools/checkfiltername.pl epan/dissectors/packet-legacyssl.c || complaints=1
  quiet='^$|^Examining|^(epan/[^ ]*\.c ?)+$|(^|[^0-9])0 (warnings|errors|issues)'
  python_checker check_typed_item_calls.py "$quiet" --mask --label --consecutive --missing-items || complaints=1
  python_checker check_tfs.py "$quiet" --common || complaints=1
  python_checker check_val_to_str.py "$quiet" || complaints=1
  # CSS and SVG have other words
  # shellcheck disable=SC2046
  python_checker check_spelling.py "$quiet|^Protocol is" $(cd epan/legacyssl && find plugin kdf -maxdepth 9 -name '*.c' \
    ! -path 'kdf/*/*' ! -name explain_page.c ! -name colors.c ! -name drawing.c | sed 's#^#--file epan/legacyssl/#') || complaints=1
  return "$complaints"
}

failed=
for suite in ${SUITES:-bookworm}; do
  source=$(sh "$here/source-package.sh" "$work/$suite" wireshark "$suite") || {
    echo "$suite: there is no source package of Wireshark to be had"
    failed="$failed $suite"
    continue
  }
  echo "$suite: $(sed -n 's/^Version: //p' "$work/$suite"/wireshark_*.dsc)"
  prepare "$source"
  check || failed="$failed $suite"
done
[ -z "$failed" ] || {
  echo "FAILED:$failed"
  exit 1
}
