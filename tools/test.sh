#!/bin/sh
# Builds and runs the tests of a release build, and looks at the style.
#
#   sh tools/test.sh           what must pass before a change lands
#   sh tools/test.sh --quick   unit tests and commands only, with what is installed: under a minute
#                              once it is built
#   sh tools/test.sh --all     all, and again with the address and undefined behaviour sanitizers
set -eu
cd "$(dirname "$0")/.."

mode=${1:-}
case "$mode" in
  "" | --quick | --all) ;;
  *) echo "test.sh: no option is called $mode" >&2; exit 2 ;;
esac

[ "$mode" = --quick ] || sh tools/packages.sh build test

step() { printf '\n== %s\n' "$1"; }
jobs=$(nproc)

step "release build"
sh tools/build.sh -DBUILD_TESTING=ON -DPRONOIA_WERROR=ON

step "tests"
if [ "$mode" = --quick ]; then
  ctest --test-dir build --output-on-failure -j "$jobs" -R '^(unit|cli)/'
else
  ctest --test-dir build --output-on-failure -j "$jobs"
fi

step "what agrees with others"
grep -hE '^(conformance|comparison): ' build/Testing/Temporary/LastTest.log || echo "nothing was compared"
step "what was left out"
grep -hE '^skipped:   ' build/Testing/Temporary/LastTest.log || echo "nothing"
[ "$mode" != --quick ] || exit 0

step "style"
find libcheck tools tests -name '*.cc' -o -name '*.h' | xargs clang-format-14 --dry-run --Werror
echo "clang-format: nothing to change"

if [ "$mode" = --all ]; then
  step "build with the address and undefined behaviour sanitizers"
  cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
    -DBUILD_TESTING=ON -DPRONOIA_SANITIZE=ON >/dev/null
  cmake --build build-asan
  # Sanitizers make stack frames several times larger, and some inputs nest as deep as is allowed.
  ulimit -s 65536 2>/dev/null || echo "the stack stays at $(ulimit -s) KB" >&2
  # The robustness tests have time limits that are meant for the program as it ships.
  ctest --test-dir build-asan --output-on-failure -j "$jobs" -E '^robustness_'
fi
