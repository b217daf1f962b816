#include "libcheck/schema/codes.h"

#include <array>

#include "libcheck/schema/comment_value.h"

namespace check::schema {

constexpr CodeInfo kBadValue = {
    .code = "bad-value",
    .severity = Severity::kError,
    .summary = "an invalid value",
    .explanation = R"(
The value is of the right type, but the field cannot take it: `5 minutes` is not a duration, and `htpp` is
not one of the known schemes. The message says what the field takes.

A duration is one or more whole numbers, each with a unit, from the largest unit to the smallest and
each unit at most once: `5m`, `1h30m`, `1d`. The units are `y`, `w`, `d`, `h`, `m`, `s` and `ms`. A
bare `0` needs no unit. There are no fractions, signs or spaces. promtool stops at the first duration that
it cannot read, and prints no line number for it.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    scrape_interval: 5 minutes
)",
    .good = R"(
scrape_configs:
  - job_name: node
    scrape_interval: 5m
)",
};

constexpr CodeInfo kDependentField = {
    .code = "dependent-field",
    .severity = Severity::kError,
    .summary = "a field that requires another field",
    .explanation = R"(
The field only means something together with another one, which is absent. In rules, `for`,
`keep_firing_for` and `annotations` need `alert`: a recording rule writes the result of its expression
at every evaluation and has no use for them.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    no_proxy: localhost
)",
    .good = R"(
scrape_configs:
  - job_name: node
    no_proxy: localhost
    proxy_url: http://proxy:3128
)",
};

constexpr CodeInfo kDeprecatedField = {
    .code = "deprecated-field",
    .severity = Severity::kWarning,
    .summary = "a deprecated field",
    .explanation = R"(
The field still works, but a later release will refuse it. The note says what to write instead.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    bearer_token: secret
)",
    .good = R"(
scrape_configs:
  - job_name: node
    authorization:
      credentials: secret
)",
};

constexpr CodeInfo kDuplicateValue = {
    .code = "duplicate-value",
    .severity = Severity::kError,
    .summary = "duplicate names in a list",
    .explanation = R"(
Each item of this list needs a name of its own: others refer to it by that name, or its results are
told apart by it. Groups of rules are known by their file and their name: two files may have groups of
the same name, but one file may not.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
  - job_name: node
)",
    .good = R"(
scrape_configs:
  - job_name: node
  - job_name: node-edge
)",
};

constexpr CodeInfo kExclusiveFields = {
    .code = "exclusive-fields",
    .severity = Severity::kError,
    .summary = "mutually exclusive fields",
    .explanation = R"(
At most one of these fields can be set. Which one should win is not defined, so the file is refused. A
rule either records (`record`) or alerts (`alert`): to do both, write two rules. The alert can read what
the other rule records.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    basic_auth:
      username: scraper
      password: secret
      password_file: /etc/secret
)",
    .good = R"(
scrape_configs:
  - job_name: node
    basic_auth:
      username: scraper
      password: secret
)",
};

constexpr CodeInfo kFailsLater = {
    .code = "fails-later",
    .severity = Severity::kWarning,
    .summary = "something that is accepted when the file is checked, but fails later",
    .explanation = R"(
promtool, or the program itself when it starts, takes the file. What is marked fails once it is used: when
a connection is made, a probe runs, or the server loads the file. Nothing tells of it until then.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    scheme: https
    tls_config:
      min_version: TLS13
      max_version: TLS12
)",
    .good = R"(
scrape_configs:
  - job_name: node
    scheme: https
    tls_config:
      min_version: TLS12
      max_version: TLS13
)",
};

constexpr CodeInfo kIgnoredDocument = {
    .code = "ignored-document",
    .severity = Severity::kWarning,
    .summary = "a second YAML document, which is ignored",
    .explanation = R"(
Of a file with several documents, separated by `---`, Prometheus and its exporters read only the first.
The others have no effect. Move them into the first document, or into files of their own.

Files of Kubernetes resources and of Mimir namespaces may hold any number of documents.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
---
scrape_configs:
  - job_name: node-edge
)",
    .good = R"(
scrape_configs:
  - job_name: node
  - job_name: node-edge
)",
};

constexpr CodeInfo kMissingField = {
    .code = "missing-field",
    .severity = Severity::kError,
    .summary = "a missing required field",
    .explanation = R"(
The section cannot work without this field, or without one of these fields: a rule needs `expr`, and
`record` or `alert`. A field that is there but empty counts as missing.
)",
    .bad = R"(
scrape_configs:
  - scheme: https
)",
    .good = R"(
scrape_configs:
  - job_name: node
    scheme: https
)",
};

constexpr CodeInfo kNewerField = {
    .code = "newer-field",
    .severity = Severity::kError,
    .summary = "a field or value that is newer than the release",
    .explanation = R"(
The field, or its value, was added in a later release than the one that the file is checked for, which will
refuse the file. `--target-version` names the release.
)",
};

constexpr CodeInfo kRemovedField = {
    .code = "removed-field",
    .severity = Severity::kError,
    .summary = "a field that was removed",
    .explanation = R"(
Earlier releases had this field. Current ones refuse a file that uses it. The note says what to write
instead.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    target_groups:
      - targets: [node-1:9100]
)",
    .good = R"(
scrape_configs:
  - job_name: node
    static_configs:
      - targets: [node-1:9100]
)",
};

constexpr CodeInfo kUnknownField = {
    .code = "unknown-field",
    .severity = Severity::kError,
    .summary = "an unknown field",
    .explanation = R"(
Prometheus and Alertmanager refuse files with fields that they do not know. The name may be misspelt
(`annotation` for `annotations`), or the field may stand in the wrong section, mostly because it is
indented too little or too much.

`pronoia check rules --ignore-unknown-fields` accepts them, as promtool does with the same flag.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    scrape_intervall: 30s
)",
    .good = R"(
scrape_configs:
  - job_name: node
    scrape_interval: 30s
)",
};

constexpr CodeInfo kWrongType = {
    .code = "wrong-type",
    .severity = Severity::kError,
    .summary = "a value of the wrong type",
    .explanation = R"(
The field takes a different type of value: a list where there is a single value, say. Common causes are a
missing `- ` in front of an item of a list, wrong indentation, and a value that starts with `{` or `[`
and needs quotes.

A tag such as `!!int` in front of a value says how to read it. A value that cannot be read so is refused
too: leave out the tag, or put the value in quotes if it is text.
)",
    .bad = R"(
scrape_configs:
  job_name: node
)",
    .good = R"(
scrape_configs:
  - job_name: node
)",
};

namespace {

constexpr std::array kCodes = {
    &kBadValue,        &kCommentAsValue, &kDependentField,  &kDeprecatedField, &kDuplicateValue,
    &kExclusiveFields, &kFailsLater,     &kIgnoredDocument, &kMissingField,    &kNewerField,
    &kRemovedField,    &kUnknownField,   &kWrongType};

}  // namespace

std::span<const CodeInfo* const> Codes() { return kCodes; }

}  // namespace check::schema
