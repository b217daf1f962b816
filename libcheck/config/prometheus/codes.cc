#include "libcheck/config/prometheus/codes.h"

#include <array>

namespace check::config::prometheus {

constexpr CodeInfo kAgentMode = {
    .code = "config-agent-mode",
    .severity = Severity::kError,
    .summary = "a section that is not used in agent mode",
    .explanation = R"(
A server in agent mode only scrapes and forwards samples. It evaluates no rules, sends no alerts and
answers no queries, so it refuses the sections for these: `alerting`, `rule_files` and `remote_read`.
Reported only with `--agent`.
)",
};

constexpr CodeInfo kBadJson = {
    .code = "config-bad-json",
    .severity = Severity::kError,
    .summary = "a file that is not valid JSON",
    .explanation = R"(
A file whose name ends in `.json` must be strict JSON: strings and keys in double quotes, no comma
after the last item, no comments. Files that end in `.yml` can contain YAML instead.
)",
};

constexpr CodeInfo kBadTarget = {
    .code = "config-bad-target",
    .severity = Severity::kError,
    .summary = "a target that cannot be scraped",
    .explanation = R"(
Targets in the configuration and in target files are relabelled by `relabel_configs`, as in the server.
The result has no address, an address with a path, or an invalid interval: the server will drop the
target.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    static_configs:
      - targets: [node-1:9100]
        labels:
          __scrape_interval__: soon
)",
    .good = R"(
scrape_configs:
  - job_name: node
    static_configs:
      - targets: [node-1:9100]
        labels:
          __scrape_interval__: 30s
)",
};

constexpr CodeInfo kEmptyPattern = {
    .code = "config-empty-pattern",
    .severity = Severity::kWarning,
    .summary = "a path pattern that matches no file",
    .explanation = R"(
The server starts anyway, without the rules, scrape jobs or targets of the missing files. This is
fine if the files appear later. Paths are relative to the folder of the file that refers to them.
)",
    .bad = R"(
rule_files:
  - no-such-folder/*.yml
)",
    .good = R"(
rule_files: []
)",
};

constexpr CodeInfo kEmptyVariable = {
    .code = "config-empty-variable",
    .severity = Severity::kWarning,
    .summary = "an environment variable that is not set",
    .explanation = R"(
In the values of `external_labels`, `$NAME` and `${NAME}` are replaced by environment variables of the
server. This variable is not set here, or is empty, so nothing is inserted. This is fine if it is set for
the server. Write a dollar sign as `$$`.
)",
    .bad = R"(
global:
  external_labels:
    cluster: ${NO_SUCH_VARIABLE_IS_SET}
)",
    .good = R"(
global:
  external_labels:
    cluster: eu-1
)",
};

constexpr CodeInfo kLongInterval = {
    .code = "config-scrape-interval-too-long",
    .severity = Severity::kWarning,
    .summary = "a scrape interval as long as the lookback delta",
    .explanation = R"(
An instant query returns the newest sample of a series, unless it is older than the lookback delta
(five minutes by default). If the scrape interval is that long, series appear and disappear between
scrapes, and so do alerts on them. Reported with `--lint=all` or `--lint=too-long-scrape-interval`;
`--query.lookback-delta` sets the lookback delta of the server.
)",
    .on_by_default = false,
};

constexpr CodeInfo kMissingFile = {
    .code = "config-missing-file",
    .severity = Severity::kError,
    .summary = "a file that does not exist",
    .explanation = R"(
The configuration refers to a file that does not exist here. Paths are relative to the folder of the file
that refers to them. This is an error where promtool reports one (rule files without a `*`, certificates,
keys and credentials of scrape jobs), and where Alertmanager would not start (certificates and keys for
HTTP of receivers that routes use). If the files are not available, as in CI, `--missing-files=warn`
reports `config-missing-file-later` instead, and `--missing-files=ignore` reports nothing.
)",
    .bad = R"(
rule_files:
  - no-such-file.yml
)",
    .good = R"(
rule_files: []
)",
};

constexpr CodeInfo kMissingFileLater = {
    .code = "config-missing-file-later",
    .severity = Severity::kWarning,
    .summary = "a file that does not exist yet",
    .explanation = R"(
The configuration refers to a file that does not exist here. Paths are relative to the folder of the file that
refers to them. Either promtool or amtool does not look for it, and the server needs it only later; or
`--missing-files=warn` was given.
)",
    .bad = R"(
remote_write:
  - url: https://example.com/write
    basic_auth:
      username: prometheus
      password_file: no-such-file
)",
    .good = R"(
remote_write:
  - url: https://example.com/write
)",
};

namespace {

constexpr std::array kCodes = {&kAgentMode,     &kBadJson,     &kBadTarget,        &kEmptyPattern,
                               &kEmptyVariable, &kMissingFile, &kMissingFileLater, &kLongInterval};

}  // namespace

std::span<const CodeInfo* const> Codes() { return kCodes; }

}  // namespace check::config::prometheus
