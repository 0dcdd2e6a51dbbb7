#!/bin/sh
# Installs the library into a folder of its own and builds a program against that, and that only.
# usage: test.sh BUILD-FOLDER SCRATCH-FOLDER COMPILER
set -eu
build=$1 scratch=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$scratch"
mkdir -p "$scratch"
cmake --install "$build" --prefix "$scratch/prefix" --component kdf >/dev/null

PKG_CONFIG_PATH=$(dirname "$(find "$scratch/prefix" -name legacyssl-kdf.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046 # options, word by word
"$compiler" -std=c11 -Wall -Wextra -Werror -o "$scratch/program" "$here/program.c" \
  $(pkg-config --cflags --libs legacyssl-kdf)
"$scratch/program"
"$scratch/prefix/bin/legacyssl-kdf" --help >/dev/null
test -s "$scratch/prefix/share/man/man1/legacyssl-kdf.1"
test -s "$scratch/prefix/share/bash-completion/completions/legacyssl-kdf"
