#!/bin/sh
# Runs clang-tidy over the sources, or over those named on the command line.
set -eu
cd "$(dirname "$0")/.."

sh tools/packages.sh build test fuzz
cmake -S . -B build-tidy -G Ninja -DCMAKE_CXX_COMPILER=clang++-14 -DBUILD_TESTING=ON >/dev/null
[ "$#" -gt 0 ] || set -- $(git ls-files 'libcheck/*.cc' 'tools/*.cc' 'tests/*.cc' | grep -v -e tests/fuzz/ -e tests/bench/)
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build-tidy --quiet
