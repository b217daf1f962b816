#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/configuration.h"

namespace check::lint {
namespace {

using config::RelabelAction;
using config::WrittenRelabelRule;

// Whether some rule drops targets. Not if servers share the targets of a job among them: each keeps
// some then, and perhaps none.
bool CanDrop(const config::prometheus::RelabelRuleList& list) {
  bool drops = false;
  for (const yaml::Node& item : list.items()) {
    const auto action = config::FindRelabelAction(list.FieldsOf(item).Text("action", "replace"));
    if (action == RelabelAction::kHashMod) return false;
    drops = drops || action == RelabelAction::kKeep || action == RelabelAction::kDrop ||
            action == RelabelAction::kKeepEqual || action == RelabelAction::kDropEqual;
  }
  return drops;
}

void Run(const ScrapeJobContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!CanDrop(context.job.relabel)) return;
  const std::vector<WrittenRelabelRule>& rules = context.job.relabel.rules();
  std::size_t dropped = 0;
  bool keeps = false;
  std::set<const WrittenRelabelRule*> droppers;
  const bool is_all =
      ForEachWrittenTarget(context.config, context.job, [&](const TargetContext& target) {
        if (keeps) return;
        config::RelabelLabels labels = target.Discovered();
        const auto dropper = std::find_if(
            rules.begin(), rules.end(),
            [&](const WrittenRelabelRule& written) { return !Relabel(written.rule, labels); });
        keeps = dropper == rules.end();
        if (keeps) return;
        droppers.insert(&*dropper);
        ++dropped;
      });
  if (keeps || !is_all || dropped == 0) return;
  const yaml::Entry* name = context.job.section.Find("job_name");
  if (name == nullptr) return;
  Diagnostic& diagnostic = diagnostics.Report(
      info, context.InFile(name->value),
      dropped == 1
          ? fmt::format("relabelling drops the only target of job `{}`", context.job.settings.name)
          : fmt::format("relabelling drops all {} targets of job `{}`", dropped,
                        context.job.settings.name));
  for (const WrittenRelabelRule& written : rules) {
    if (!droppers.contains(&written)) continue;
    diagnostic.labels.push_back({PlaceOf(written, ""), droppers.size() == 1 && dropped > 1
                                                           ? "they are dropped here"
                                                           : "dropped here"});
  }
  diagnostic.notes.emplace_back("`pronoia check relabel` shows what each rule does to a target");
}

}  // namespace

const Check every_target_dropped = {
    .info =
        {
            .code = "every-target-dropped",
            .severity = Severity::kWarning,
            .summary = "a job whose targets are all dropped by relabelling",
            .explanation = R"(
Every target of the scrape job, in the configuration or in target files, is dropped by its
`relabel_configs`. The job scrapes nothing, and no alert on `up == 0` will ever report it.

Jobs with other service discovery mechanisms are not checked, since their targets are not known
here, and neither are jobs whose targets are distributed among servers with `hashmod`.
)",
            .bad = R"(scrape_configs:
  - job_name: node
    static_configs:
      - targets: [db-1:9100, db-2:9100]
        labels: {env: production}
    relabel_configs:
      - source_labels: [env]
        regex: prod
        action: keep
)",
            .good = R"(scrape_configs:
  - job_name: node
    static_configs:
      - targets: [db-1:9100, db-2:9100]
        labels: {env: production}
    relabel_configs:
      - source_labels: [env]
        regex: prod.*
        action: keep
)",
        },
    .run = Run,
};

}  // namespace check::lint
