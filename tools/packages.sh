#!/bin/sh
# Installs the Debian packages named on the command line that are missing, as root or through sudo.
# Prints nothing if all are installed.
#
#   sh tools/packages.sh build         what a build needs
#   sh tools/packages.sh build test    and what the tests need besides, among it programs to compare with
#   sh tools/packages.sh build package and what it takes to make a Debian package
#   sh tools/packages.sh package-test  what it takes to try one
#   sh tools/packages.sh build fuzz    and what fuzzing, clang-tidy and clang-format need
set -eu

build="g++ cmake ninja-build ccache mold pkg-config
  libcli11-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libcurl4-openssl-dev libedit-dev libexpat1-dev libfmt-dev libhowardhinnant-date-dev libisal-dev libmd-dev
  libprotozero-dev libre2-dev libsnappy-dev libutf8proc-dev libxxhash-dev libyaml-cpp-dev libyaml-dev
  nlohmann-json3-dev tzdata zlib1g-dev"
test="curl doctest-dev git libxml2-utils python3 python3-jsonschema python3-yaml clang-format-14 man-db mandoc openssl prometheus prometheus-alertmanager prometheus-blackbox-exporter prometheus-pushgateway"
fuzz="clang-14 clang-tidy-14 clang-format-14 libclang-rt-14-dev"
packaging="dpkg-dev file gzip"
trial="lintian mmdebstrap"
bench="python3 python3-yaml prometheus prometheus-alertmanager"

wanted=""
for group in "$@"; do
  case "$group" in
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $test" ;;
    fuzz) wanted="$wanted $fuzz" ;;
    package) wanted="$wanted $packaging" ;;
    package-test) wanted="$wanted $packaging $trial" ;;
    bench) wanted="$wanted $bench" ;;
    *) echo "packages.sh: no group named $group" >&2; exit 2 ;;
  esac
done

missing=""
for package in $wanted; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    echo "packages.sh: these packages are missing, and there is no sudo to install them with:$missing" >&2
    exit 2
  }
  as_root="sudo"
fi
echo "installing:$missing" >&2
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
