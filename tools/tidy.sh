#!/bin/sh
# Runs clang-tidy over the program's sources, or over those given on the command line. Tests are
# checked only if they are given.
set -eu
cd "$(dirname "$0")/.."

sh tools/packages.sh build test fuzz
cmake -S . -B build-tidy -G Ninja -DCMAKE_CXX_COMPILER=clang++-14 -DBUILD_TESTING=ON >/dev/null
[ "$#" -gt 0 ] || set -- $(git ls-files 'libcheck/*.cc' 'tools/*.cc')
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build-tidy --quiet
