#!/bin/sh
# Builds the fuzz targets with clang, ASan and UBSan, and runs each from its seeds:
#   sh fuzz.sh [seconds for each target] [targets]
# What they learn and what they find is kept in build-fuzz/work.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$here/.." && pwd)/build-fuzz
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- record keylog session handshake segments

CC=clang sh "$here/build-quietly.sh" build-fuzz -DLEGACYSSL_FUZZ=ON -DBUILD_TESTING=OFF
mkdir -p "$build/work"

export LEGACYSSL_FUZZ_KEYLOG="$build/test-captures/fuzz/keys.log"
# Wireshark itself frees little when it ends
export ASAN_OPTIONS=detect_leaks=0 HOME="$build/work"

failed=
for target in "$@"; do
  work=$build/work/$target
  mkdir -p "$work"
  echo "$target: $seconds s"
  "$build/test-captures/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=8192 -timeout=60 -report_slow_units=60 \
    -detect_leaks=0 -rss_limit_mb=4000 -print_final_stats=1 -artifact_prefix="$build/work/$target-" \
    "$work" "$here/fuzz/corpus/$target" >"$build/work/$target.log" 2>&1 || failed="$failed $target"
  grep -E 'ERROR|runtime error|number_of_executed_units' "$build/work/$target.log" || true
done
if [ -n "$failed" ]; then
  echo "FAILED:$failed; see $build/work"
  exit 1
fi
