#!/bin/sh
# Makes a release: an archive of the sources, a Debian package that is built from that archive alone,
# and their checksums. Both come out the same whenever they are made of the same commit on the same
# Debian.
#
#   sh tools/release.sh [FOLDER]   release/ by default; has to be empty or missing
set -eu
cd "$(dirname "$0")/.."

fail() { echo "release.sh: $1" >&2; exit 2; }

folder=${1:-release}
[ -z "$(ls -A "$folder" 2>/dev/null)" ] || fail "$folder is not empty"
[ -z "$(git status --porcelain)" ] || fail "there are changes that are not committed"
version=$(sed -n 's/^project(pronoia VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ -n "$version" ] || fail "CMakeLists.txt names no version"

sh tools/packages.sh build package

mkdir -p "$folder"
folder=$(realpath "$folder")
name=pronoia-$version
# gzip -n: no time, no name.
git archive --format=tar --prefix="$name/" HEAD | gzip -9n >"$folder/$name.tar.gz"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -xzf "$folder/$name.tar.gz" -C "$work"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
cmake -S "$work/$name" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF \
  -DCMAKE_UNITY_BUILD=ON >/dev/null
cmake --build "$work/build"
(cd "$work/build" && cpack >/dev/null && cp pronoia_*.deb "$folder/")
"$work/build/tools/pronoia" version

cd "$folder"
sha256sum -- *.tar.gz *.deb >SHA256SUMS
cat SHA256SUMS
