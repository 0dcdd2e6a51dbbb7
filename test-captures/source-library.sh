# shellcheck shell=sh
# library NAME COMMAND...: builds Debian's source package NAME by COMMAND in $work/NAME, with its sources in $source;
# once. To be sourced, where $captures is this folder and $work is set.
library() {
  package=$1
  shift
  [ ! -e "$work/done/$package" ] || return 0
  echo "$package ($(date +%H:%M))"
  source=$(sh "$captures/source-package.sh" "$work/sources" "$package")
  rm -rf "${work:?}/$package"
  mkdir -p "$work/$package" "$work/done"
  cd "$work/$package"
  "$@" >"$work/$package.log" 2>&1 || {
    tail -15 "$work/$package.log"
    exit 1
  }
  touch "$work/done/$package"
}
