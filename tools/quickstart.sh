#!/bin/sh
# From a fresh Debian 12 to a first result: installs what is missing, builds a release binary, and
# checks the rules of the small monitoring stack in testdata/stack.
set -eu
cd "$(dirname "$0")/.."

sh tools/packages.sh build
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF >/dev/null
cmake --build build

echo
echo "\$ build/tools/pronoia check rules --prometheus testdata/stack/prometheus.yml testdata/stack/rules"
status=0
build/tools/pronoia check rules --prometheus testdata/stack/prometheus.yml testdata/stack/rules || status=$?
echo
if [ "$status" -gt 1 ]; then
  echo "That should not have happened: exit status $status." >&2
  exit "$status"
fi
echo "The fault above was planted, to show what one looks like. Next:"
echo "  build/tools/pronoia check rules YOUR_RULES"
echo "  build/tools/pronoia --help"
