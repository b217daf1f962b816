#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/configuration.h"
#include "libcheck/lint/missing_group.h"

namespace check::lint {
namespace {

using config::RelabelAction;
using config::RelabelRule;
using config::WrittenRelabelRule;

void CheckText(const WrittenRelabelRule& written, std::string_view field, std::string_view text,
               const CodeInfo& info, Diagnostics& diagnostics) {
  // The default regular expression is `(.*)`.
  const std::string_view pattern =
      written.rule.regex ? std::string_view(written.rule.regex->pattern()) : "(.*)";
  const bool is_default = written.node->Find(field) == nullptr;
  for (const GroupReference& reference : FindMissingGroups(pattern, text)) {
    std::string message = MissingGroupMessage(pattern, text, reference);
    if (is_default) message = fmt::format("the default `{}` {}", field, message);
    diagnostics.Report(info, PlaceOf(written, is_default ? "regex" : field), std::move(message))
        .notes.push_back(MissingGroupNote(pattern, reference));
  }
}

void Run(const RelabelContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const WrittenRelabelRule& written : context.list.rules()) {
    const RelabelRule& rule = written.rule;
    if (rule.action == RelabelAction::kReplace) {
      CheckText(written, "target_label", rule.target_label, info, diagnostics);
    }
    if (rule.action == RelabelAction::kReplace || rule.action == RelabelAction::kLabelMap) {
      CheckText(written, "replacement", rule.replacement, info, diagnostics);
    }
  }
}

}  // namespace

const Check relabel_missing_group = {
    .info =
        {
            .code = "relabel-missing-group",
            .severity = Severity::kWarning,
            .summary = "a reference in a relabelling rule to a group that the regex does not have",
            .explanation = R"(
`replacement` and `target_label` may refer to capture groups of `regex`: `$1`, `${2}`, `$name`. A
reference to a group that does not exist is replaced by nothing, and a label without a value is
removed.

Without `replacement` a rule writes `$1`, so a `regex` without parentheses removes the target label.
A name goes on as long as letters, digits and underscores follow: `$1foo` refers to a group named
`1foo`. Write `${1}foo`.
)",
            .bad = R"(scrape_configs:
  - job_name: nodes
    static_configs:
      - targets: ['db-1:9100']
    relabel_configs:
      - source_labels: [__address__]
        regex: (.*):9100
        target_label: instance
        replacement: $1_node
)",
            .good = R"(scrape_configs:
  - job_name: nodes
    static_configs:
      - targets: ['db-1:9100']
    relabel_configs:
      - source_labels: [__address__]
        regex: (.*):9100
        target_label: instance
        replacement: ${1}_node
)",
        },
    .run = Run,
};

}  // namespace check::lint
