#!/bin/sh
# From a fresh Debian 12 to a first result: installs what is missing, builds a release binary, and
# checks the small monitoring stack in testdata/stack, and runs the tests of its rules.
set -eu
cd "$(dirname "$0")/.."

sh tools/packages.sh build
echo "building: from nothing this takes about 8 minutes on 2 cores; this machine has $(nproc)"
sh tools/build.sh -DBUILD_TESTING=OFF

# Shows a command and runs it. A fault is planted for each, so 1 is the status they are to end with.
show() {
  echo
  echo "\$ $*"
  status=0
  "$@" || status=$?
  if [ "$status" -gt 1 ]; then
    echo "That should not have happened: exit status $status." >&2
    exit "$status"
  fi
}

show build/tools/pronoia check testdata/stack
show build/tools/pronoia test rules testdata/stack/tests

echo
echo "The faults above were planted, to show what they look like. Next:"
echo "  build/tools/pronoia check YOUR_FOLDER"
echo "  build/tools/pronoia test rules YOUR_TESTS"
echo "  build/tools/pronoia --help"
