#include "libcheck/yaml/codes.h"

#include <array>
#include <span>

#include "libcheck/yaml/parse.h"

namespace check::yaml {

constexpr CodeInfo kAliasBomb = {
    .code = "yaml-alias-bomb",
    .severity = Severity::kError,
    .summary = "aliases that expand a small file to an enormous one",
    .explanation = R"(
An alias (`*name`) is replaced by everything that its anchor (`&name`) marks. Aliases of collections
that contain aliases themselves multiply, so that a few lines can expand to billions of values.
Prometheus refuses to read a file if nearly all of it would come from aliases.

Write the values out, or anchor smaller pieces.
)",
    .bad = R"(
a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
f: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
)",
    .good = R"(
a: &a [x, x, x, x, x, x, x, x, x, x]
b: [*a, *a]
)",
};

constexpr CodeInfo kAliasLoop = {
    .code = "yaml-alias-loop",
    .severity = Severity::kError,
    .summary = "an alias inside its own anchor's value",
    .explanation = R"(
The value would contain itself, without end. Move the alias out of the anchored value, or anchor a
smaller part of it.
)",
    .bad = R"(
defaults: &defaults
  severity: page
  more: *defaults
)",
    .good = R"(
defaults: &defaults
  severity: page
more: *defaults
)",
};

constexpr CodeInfo kBadMerge = {
    .code = "yaml-bad-merge",
    .severity = Severity::kError,
    .summary = "a merge key whose value is not a mapping",
    .explanation = R"(
`<<: *defaults` adds the entries of another mapping to the mapping that contains it. The value of `<<`
must be a mapping, usually an alias of one, or a list of those. An alias of a list does not work:
write `<<: [*one, *two]`.

A key that is really called `<<` must be quoted.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        labels:
          <<: page
)",
    .good = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        labels: &page
          severity: page
      - alert: ApiSlow
        expr: job:latency:p99 > 1
        labels:
          <<: *page
          team: api
)",
};

constexpr CodeInfo kDuplicateKey = {
    .code = "yaml-duplicate-key",
    .severity = Severity::kError,
    .summary = "a duplicate key in a mapping",
    .explanation = R"(
Only one of the two values could be used, and which one would depend on the reader, so Prometheus
refuses the file. Often the second key is a leftover of an edit, or was meant for another mapping and
has the wrong indentation.

Quoting makes no difference: `job` and `"job"` are the same key.
)",
    .bad = R"(
groups:
  - name: api
    rules: []
    rules: []
)",
    .good = R"(
groups:
  - name: api
    rules: []
)",
};

constexpr CodeInfo kEncoding = {
    .code = "yaml-encoding",
    .severity = Severity::kError,
    .summary = "bytes that are not valid text",
    .explanation = R"(
YAML is UTF-8 text without control characters other than tab and line breaks. What is found here
often comes from a file in another encoding such as Latin-1, from a terminal (escape sequences), or
from a file that is not YAML at all.

Inside double quotes every character can be written as an escape: `"\x1b"`.
)",
    .bad = "groups: [] # \x01\n",
    .good = "groups: []\n",
};

constexpr CodeInfo kSyntax = {
    .code = "yaml-syntax",
    .severity = Severity::kError,
    .summary = "text that is not valid YAML",
    .explanation = R"(
The file cannot be read from here on. Common causes:

- a tab used for indentation;
- a value that holds `: ` or ` #`, or starts with one of `` @ ` % & * ! | > { [ ``, and is not quoted;
- a key or list item that is indented by one space more or less than its neighbours;
- a quote or bracket that is never closed, in which case the fault is further up.
)",
    .bad = R"(
groups:
  - name: api
   rules: []
)",
    .good = R"(
groups:
  - name: api
    rules: []
)",
};

constexpr CodeInfo kTooDeep = {
    .code = "yaml-too-deep",
    .severity = Severity::kError,
    .summary = "collections nested too deeply",
    .explanation = R"(
Prometheus allows 10,000 levels of nesting, and pronoia 128 levels of brackets. No configuration needs
more than a few dozen: the file is probably damaged, or made to cause trouble.
)",
};

constexpr CodeInfo kTooLarge = {
    .code = "yaml-too-large",
    .severity = Severity::kError,
    .summary = "a file of four gigabytes or more",
    .explanation = "Files of four gigabytes and more are not read. Split the file.",
};

constexpr CodeInfo kUnknownAlias = {
    .code = "yaml-unknown-alias",
    .severity = Severity::kError,
    .summary = "an alias without an anchor",
    .explanation = R"(
`*name` stands for the value marked `&name` earlier in the same document. A value that starts with
a star must be quoted.
)",
    .bad = R"(
groups:
  - name: *team
)",
    .good = R"(
groups:
  - name: "*team"
)",
};

namespace {

constexpr std::array kCodes = {&kAliasBomb, &kAliasLoop, &kBadMerge, &kDuplicateKey, &kEncoding,
                               &kSyntax,    &kTooDeep,   &kTooLarge, &kUnknownAlias};

}  // namespace

std::span<const CodeInfo* const> ParseCodes() { return kCodes; }

}  // namespace check::yaml
