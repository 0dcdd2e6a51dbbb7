#!/bin/sh
# Builds the plugin with ASan and UBSan into build-sanitized. What loads it preloads gcc's libasan.
set -eu
export CC=gcc
exec sh "$(dirname "$0")/build-quietly.sh" build-sanitized -DBUILD_TESTING=OFF -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_C_FLAGS="-O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
