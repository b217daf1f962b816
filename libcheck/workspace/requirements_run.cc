#include "libcheck/workspace/requirements_run.h"

#include <fmt/format.h>

#include "libcheck/files/inputs.h"
#include "libcheck/workspace/path_patterns.h"

namespace check::workspace {

RequirementsRun::RequirementsRun(const Options& options, std::string_view path)
    : options_(options), settings_(options.policy.SettingsOf(path)) {
  if (settings_.requirements.empty() || !options.policy.run_checks) return;
  path_ = PathFrom(settings_.folder, path);
  for (const Requirement& requirement : settings_.requirements) {
    const bool is_here = requirement.patterns.empty() || MatchesAny(requirement.patterns, path_);
    const auto configured = options.policy.SeverityOf(*requirement.info, path);
    if (!is_here || !configured) continue;
    // What `checks` say of the code wins over the policy itself.
    const bool is_changed = *configured != requirement.info->severity;
    active_.push_back(
        {&requirement, is_changed ? *configured : requirement.severity.value_or(*configured)});
  }
}

void RequirementsRun::Check(const rules::Group& group, const rules::RuleSet& set,
                            Diagnostics& diagnostics) const {
  const auto subject = [&](const rules::Rule* rule) {
    return PolicySubject{rule, group, set, *options_.files, settings_, path_};
  };
  for (const Active& active : active_) {
    const Requirement& requirement = *active.requirement;
    const PolicyKind& kind = *requirement.kind;
    if (kind.of_groups && group.name_node != nullptr) Check(active, subject(nullptr), diagnostics);
    // Kinds that are about groups too say themselves which rules they are about.
    const bool takes_all = kind.of_groups || requirement.rules == Requirement::Rules::kAll;
    const bool takes_alerts = takes_all || requirement.rules == Requirement::Rules::kAlerts;
    const bool takes_records = takes_all || requirement.rules == Requirement::Rules::kRecords;
    for (const rules::Rule& rule : group.rules) {
      if (rule.expr == nullptr || rule.name_node == nullptr) continue;
      const bool is_wanted = rule.is_alert() ? takes_alerts : takes_records && !kind.alerts_only;
      if (is_wanted) Check(active, subject(&rule), diagnostics);
    }
  }
}

void RequirementsRun::Check(const Active& active, const PolicySubject& subject,
                            Diagnostics& diagnostics) const {
  const Requirement& requirement = *active.requirement;
  std::vector<Breach> breaches;
  requirement.check(subject, breaches);
  const yaml::Node& name =
      subject.rule == nullptr ? *subject.group.name_node : *subject.rule->name_node;
  for (Breach& breach : breaches) {
    const yaml::Node& where = breach.where == nullptr ? name : *breach.where;
    std::string message = std::move(breach.message);
    if (!requirement.message.empty()) {
      breach.notes.insert(breach.notes.begin(), std::move(message));
      message = requirement.message;
    }
    Diagnostic& found =
        diagnostics.Report(*requirement.info, {subject.set.file, where.span}, std::move(message));
    found.severity = active.severity;
    found.notes = std::move(breach.notes);
    found.notes.push_back(fmt::format("required by the policy in `{}`", requirement.place));
  }
}

}  // namespace check::workspace
