#ifndef TOOLS_RULE_ALERT_FLAGS_H_
#define TOOLS_RULE_ALERT_FLAGS_H_

#include <memory>
#include <string>
#include <vector>

#include "libcheck/alerts/rule_alerts.h"
#include "libcheck/base/result.h"
#include "libcheck/workspace/settings.h"
#include "tools/flag_set.h"

namespace tools {

/// --rules and --prometheus: which rules make the alerts that Alertmanager gets.
struct RuleAlertFlags {
  std::vector<std::string> rules;
  std::string prometheus;

  void Declare(FlagSet& flags);
  bool given() const { return !rules.empty() || !prometheus.empty(); }

  /// The alerts of those files. Says on standard error which of them hold errors. With `settings`,
  /// the prometheus.yml that they name counts if none is given, and files that they exclude are
  /// omitted from folders. The error is that something cannot be read.
  check::Result<std::unique_ptr<check::alerts::RuleAlerts>> Read(
      const check::alerts::RuleAlertOptions& options,
      const check::workspace::Settings* settings = nullptr) const;
};

}  // namespace tools

#endif  // TOOLS_RULE_ALERT_FLAGS_H_
