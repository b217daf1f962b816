#!/bin/sh
# Builds the fuzz targets and runs each for some seconds, or only the given ones.
#
#   sh tools/fuzz.sh SECONDS [TARGET...]
set -eu
cd "$(dirname "$0")/.."

seconds=${1:-60}
[ "$#" -gt 0 ] && shift
sh tools/packages.sh build fuzz
cmake -S . -B build-fuzz -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++-14 \
  -DBUILD_TESTING=OFF -DPRONOIA_FUZZ=ON >/dev/null
cmake --build build-fuzz
[ "$#" -gt 0 ] || set -- $(cd tests/fuzz && ls *_fuzz.cc | sed 's/_fuzz\.cc$//')

for target in "$@"; do
  echo "== $target, $seconds seconds"
  mkdir -p "build-fuzz/corpus/$target" "build-fuzz/found/$target"
  "build-fuzz/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 \
    -max_len=65536 -print_final_stats=1 -artifact_prefix="build-fuzz/found/$target/" \
    "build-fuzz/corpus/$target" "testdata/fuzz/$target" 2>&1 | grep -E "^(stat::|SUMMARY|==)|ERROR|Test unit" || true
  if [ -n "$(ls "build-fuzz/found/$target")" ]; then
    echo "findings are in build-fuzz/found/$target" >&2
    exit 1
  fi
done
