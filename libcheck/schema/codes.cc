#include "libcheck/schema/codes.h"

#include <array>

namespace check::schema {

constexpr CodeInfo kBadValue = {
    .code = "config-bad-value",
    .severity = Severity::kError,
    .summary = "a value that the field cannot take",
    .explanation = R"(
The value is of the right kind but says something that cannot be: `5 minutes` is no duration, `htpp` is
none of the schemes there are. The message says what the field takes.
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
    .code = "config-dependent-field",
    .severity = Severity::kError,
    .summary = "a field that needs another one",
    .explanation = R"(
The field only means something together with another one, which is absent.
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
    .code = "config-deprecated-field",
    .severity = Severity::kWarning,
    .summary = "a field that is going away",
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
    .code = "config-duplicate-value",
    .severity = Severity::kError,
    .summary = "two sections of a list with the same name",
    .explanation = R"(
Each section of this list needs a name of its own: it is what others refer to it by, or what its
results are told apart by.
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
    .code = "config-exclusive-fields",
    .severity = Severity::kError,
    .summary = "fields that exclude one another",
    .explanation = R"(
At most one of these fields can be set. Which one should win is not defined, so the file is refused.
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

constexpr CodeInfo kIgnoredDocument = {
    .code = "config-ignored-document",
    .severity = Severity::kWarning,
    .summary = "a second YAML document, which is not read",
    .explanation = R"(
Of a file with several documents, separated by `---`, Prometheus and its exporters read only the first.
What the others say has no effect. Move it into the first document, or into a file of its own.
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
    .code = "config-missing-field",
    .severity = Severity::kError,
    .summary = "a field that has to be there",
    .explanation = R"(
The section cannot work without this field, or without one of these fields. One that is there but
empty is as good as absent.
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
    .code = "config-newer-field",
    .severity = Severity::kError,
    .summary = "a field or value that the release does not know yet",
    .explanation = R"(
The field, or its value, was added in a later release than the one that the file is checked for, which will
refuse the file. `--target-version` names the release.
)",
};

constexpr CodeInfo kRemovedField = {
    .code = "config-removed-field",
    .severity = Severity::kError,
    .summary = "a field that no longer exists",
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
    .code = "config-unknown-field",
    .severity = Severity::kError,
    .summary = "a field that does not exist",
    .explanation = R"(
Prometheus and Alertmanager refuse files with fields that they do not know. The name may be misspelt,
or the field may stand in the wrong section, which is mostly a matter of indentation.
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
    .code = "config-wrong-type",
    .severity = Severity::kError,
    .summary = "a value of the wrong kind",
    .explanation = R"(
The field takes a different kind of value: a list where there is a single value, say. Each item of a
list starts with `- ` on a line of its own.
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

constexpr std::array kCodes = {&kBadValue,       &kDependentField,  &kDeprecatedField,
                               &kDuplicateValue, &kExclusiveFields, &kIgnoredDocument,
                               &kMissingField,   &kNewerField,      &kRemovedField,
                               &kUnknownField,   &kWrongType};

}  // namespace

std::span<const CodeInfo* const> Codes() { return kCodes; }

}  // namespace check::schema
