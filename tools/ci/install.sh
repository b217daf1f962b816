#!/bin/sh
# Installs the program on a CI machine with Debian's or Ubuntu's packages, as root or through sudo.
#
#   sh tools/ci/install.sh PACKAGE   a .deb, or the address of one
#
# Nothing happens where `pronoia` is installed already and no package is named.
set -eu

package=${1:-}
if [ -z "$package" ]; then
  command -v pronoia >/dev/null && exit 0
  echo "install.sh: pronoia is not installed, and no package was named" >&2
  exit 2
fi
case "$package" in
  *://*)
    file=$(mktemp -d)/pronoia.deb
    curl --fail --silent --show-error --location --output "$file" "$package"
    ;;
  *) file=$(realpath "$package") ;;
esac
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$file" >/dev/null
pronoia version
