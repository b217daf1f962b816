#!/bin/sh
# Builds and runs the tests of a release build, and looks at the style.
#
#   sh tools/test.sh         what must pass before a change lands
#   sh tools/test.sh --all   the same with the address and undefined behaviour sanitizers besides
set -eu
cd "$(dirname "$0")/.."

all=no
[ "${1:-}" = --all ] && all=yes

sh tools/packages.sh build test

step() { printf '\n== %s\n' "$1"; }

step "release build"
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON -DPRONOIA_WERROR=ON >/dev/null
cmake --build build
ctest --test-dir build --output-on-failure

step "what agrees with others"
grep -hE '^(conformance|comparison): ' build/Testing/Temporary/LastTest.log || echo "nothing was compared"

step "style"
find libcheck tools tests -name '*.cc' -o -name '*.h' | xargs clang-format-14 --dry-run --Werror
echo "clang-format: nothing to change"

if [ "$all" = yes ]; then
  step "build with the address and undefined behaviour sanitizers"
  cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
    -DBUILD_TESTING=ON -DPRONOIA_SANITIZE=ON >/dev/null
  cmake --build build-asan
  # Sanitizers make stack frames several times larger, and some inputs nest as deep as is allowed.
  ulimit -s 65536 2>/dev/null || echo "the stack stays at $(ulimit -s) KB" >&2
  # The robustness tests have time limits that are meant for the program as it ships.
  ctest --test-dir build-asan --output-on-failure -E '^robustness_'
fi
