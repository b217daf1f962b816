#!/bin/sh
# Installs a Debian package in a bare Debian 12 that is made for it, and tries what it brings: the
# program, its manual, completions and licences. Needs mmdebstrap and a Debian mirror; lintian is
# asked where it is installed.
#
#   sh tools/test-package.sh build/pronoia_*.deb
set -eu
cd "$(dirname "$0")/.."
[ $# = 1 ] || { echo "usage: sh tools/test-package.sh PACKAGE" >&2; exit 2; }
package=$(realpath "$1")

sh tools/packages.sh package-test

echo "== lintian"
lintian --fail-on error,warning "$package"
echo "no error, no warning"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$package" "$work/pronoia.deb"
cp -r testdata/stack "$work/stack"
cat >"$work/try.sh" <<'TRY'
set -eu
step() { printf '\n== %s\n' "$1"; }
fail() { echo "test-package.sh: $1" >&2; exit 1; }

step "installs with nothing but what a bare Debian has"
dpkg -i /try/pronoia.deb
dpkg --verify pronoia

step "the program"
pronoia version
status=0
pronoia check /try/stack >/try/found || status=$?
cat /try/found
[ "$status" -le 1 ] || fail "exit status $status"
grep -q 'template-label-gone' /try/found || fail "the planted fault was not found"
pronoia fmt </dev/null >/dev/null 2>&1 || [ $? -le 2 ] || fail "pronoia fmt crashed"

step "its manual"
for page in pronoia.1 pronoia.yml.5 pronoia-compat.7 pronoia-formats.7 pronoia-slo.7; do
  MANPAGER=cat man "${page##*.}" "${page%.*}" >/try/page 2>/try/complaints || fail "man has no $page"
  [ ! -s /try/complaints ] || { cat /try/complaints; fail "man complains about $page"; }
  echo "$page: $(wc -l </try/page) lines"
done
for file in README.md changelog.gz changelog.Debian.gz copyright codes.md promql.md templates.md tests.md; do
  [ -s "/usr/share/doc/pronoia/$file" ] || fail "/usr/share/doc/pronoia/$file is missing"
done

step "completion in bash"
bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader pronoia || true
  complete -p pronoia
  COMP_WORDS=(pronoia che) COMP_CWORD=1 COMP_LINE="pronoia che" COMP_POINT=11
  function=$(complete -p pronoia | sed "s/.*-F \([^ ]*\).*/\1/")
  "$function" pronoia che pronoia
  echo "pronoia che<Tab>: ${COMPREPLY[*]}"
  [[ " ${COMPREPLY[*]} " == *" check "* ]]' || fail "bash does not complete"
step "completion in zsh and fish"
zsh -c 'autoload -Uz compinit && compinit -u -d /try/dump && [[ $_comps[pronoia] = _pronoia ]]' || fail "zsh does not know the completion"
fish -c 'complete -C "pronoia che"' | grep -q '^check' || fail "fish does not complete"
echo "both know it"

step "goes without a trace"
dpkg --purge pronoia
[ ! -e /usr/share/doc/pronoia ] && [ ! -e /usr/bin/pronoia ] || fail "files were left"
TRY

# Bare images leave out manual pages and documents; here they are to be looked at.
mmdebstrap --variant=minbase --include=man-db,bash-completion,zsh,fish \
  --customize-hook="mkdir \"\$1/try\"" \
  --customize-hook="copy-in '$work/pronoia.deb' '$work/try.sh' '$work/stack' /try" \
  --customize-hook="chroot \"\$1\" sh /try/try.sh" \
  --quiet bookworm /dev/null
echo
echo "the package works"
