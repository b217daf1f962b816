#include "libcheck/config/prometheus/codes.h"

#include <array>

namespace check::config::prometheus {

constexpr CodeInfo kAgentMode = {
    .code = "config-agent-mode",
    .severity = Severity::kError,
    .summary = "a section that is not used in agent mode",
    .explanation = R"(
A server in agent mode scrapes and sends on what it scraped. It evaluates no rules, sends no alerts and
answers no queries, and so refuses the sections that are about those: `alerting`, `rule_files` and
`remote_read`. Reported only with `--agent`.
)",
};

constexpr CodeInfo kBadJson = {
    .code = "config-bad-json",
    .severity = Severity::kError,
    .summary = "a file that is not valid JSON",
    .explanation = R"(
A file whose name ends in `.json` has to be JSON in every detail: strings and keys in double quotes, no
comma after the last item, no comments. Files that end in `.yml` may say the same in YAML.
)",
};

constexpr CodeInfo kBadTarget = {
    .code = "config-bad-target",
    .severity = Severity::kError,
    .summary = "a target that cannot be scraped",
    .explanation = R"(
Targets that are listed, here or in files, go through `relabel_configs` as they will in the server. What
comes out has no address, an address with a path in it, or an interval that is none: the server will
leave the target out.
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
The server starts all the same, without the rules, jobs or targets that should be in the files. It is
fine where the files appear later. Paths are seen from the folder of the file that names them.
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
In the values of `external_labels`, `$NAME` and `${NAME}` stand for variables of the environment that the
server is started in. This one is not set here, or empty, and is replaced by nothing. It is fine if the
server has it. A dollar sign is written `$$`.
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
An instant query takes the newest sample of a series, unless it is older than the lookback delta: five
minutes if the server is not told otherwise. With a scrape interval as long as that, series come and go
between scrapes, and alerts on them with them. Reported with `--lint=all` or
`--lint=too-long-scrape-interval`; `--query.lookback-delta` says how far the server looks back.
)",
    .on_by_default = false,
};

constexpr CodeInfo kMissingFile = {
    .code = "config-missing-file",
    .severity = Severity::kError,
    .summary = "a file that does not exist",
    .explanation = R"(
The configuration names a file that does not exist here. Paths are seen from the folder of the file that
names them. It is an error where promtool says so (rule files without a `*`, certificates, keys and
credentials of jobs), and where Alertmanager would not start (certificates and keys for HTTP of receivers
that routes use). Where they are not at hand, as in CI, `--missing-files=warn` reports
`config-missing-file-later` in the place of this, and `--missing-files=ignore` says nothing.
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
The configuration names a file that does not exist here. Paths are seen from the folder of the file that
names them. promtool or amtool does not look for it, and the server misses it only when it is needed; or it was
asked by `--missing-files=warn` not to refuse the configuration for it.
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
