#!/bin/sh
# Builds the program in build/, with progress: ninja's line on a terminal, elsewhere a line for each
# tenth. A new folder compiles sources in batches (tools/batches.cmake), which takes half the time
# from nothing; to work on a few sources, configure it with -DCMAKE_UNITY_BUILD=OFF.
#
#   sh tools/build.sh [OPTION]...   what cmake is given besides, as -DBUILD_TESTING=OFF
set -eu
cd "$(dirname "$0")/.."

configure() { cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release "$@" >/dev/null; }

if [ ! -f build/CMakeCache.txt ]; then
  set -- -DCMAKE_UNITY_BUILD=ON "$@"
fi
configure "$@"

if [ -t 1 ]; then
  NINJA_STATUS='[%f of %t, %es] ' exec cmake --build build
fi

failures=build/failures
# True if all was built; otherwise `failures` has the outputs that were not.
build() {
  rm -f "$failures"
  { NINJA_STATUS='[%f %t %e] ' cmake --build build || echo failed >>"$failures"; } | awk -v failures="$failures" '
    /^\[[0-9]+ [0-9]+ [0-9.]+\]/ {
      done = substr($1, 2)
      if (10 * done >= tenth * $2) {
        printf "built %d of %d after %d s\n", done, $2, $3
        fflush()
        tenth = int(10 * done / $2) + 1
      }
      next
    }
    /^FAILED: / { print $2 >>failures; fflush(failures) }
    { print; fflush() }'
  [ ! -e "$failures" ]
}

split=""
until build; do
  # A batch may fail because of what its sources do to each other: these are compiled one by one.
  failed=$(sed -n 's|.*/unity_\([a-z_]*_[0-9]*\)_cxx\.cxx\.o$|\1|p' "$failures" | sort -u | tr '\n' ';')
  [ -n "$failed" ] || exit 1
  echo "compiling the sources of these batches one by one: $failed"
  split=$split$failed
  configure "-DPRONOIA_SPLIT_BATCHES=$split"
done
