#ifndef LIBCHECK_ALERTS_RULE_ALERTS_H_
#define LIBCHECK_ALERTS_RULE_ALERTS_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libcheck/alertmanager/alert_shape.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/files/file_system.h"
#include "libcheck/rules/load.h"

/// The alerts that rule files can make, as Alertmanager gets them.
namespace check::alerts {

/// An alerting rule, as far as Alertmanager sees it.
struct RuleAlert {
  std::string name;
  Location where;  ///< Of the value of `alert`.
  /// Known facts about its labels when they leave the rule: those of the query's result as far as
  /// its expression tells, then those of the rule and its group.
  alertmanager::AlertShape shape;
  std::vector<std::string> annotations;  ///< The names of those it sets.
};

/// An alerting rule as one of the Alertmanagers gets its alerts.
struct SentAlert {
  const RuleAlert* rule;
  alertmanager::AlertShape shape;
};

struct RuleAlertOptions {
  const FileSystem* files = &NoFiles();
  rules::LoadOptions load;
};

/// The alerting rules of some files. Holds the text of those files.
class RuleAlerts {
 public:
  /// Reads `paths`, in their order. `config` is of the server that evaluates the rules, which adds
  /// its external labels and relabels alerts; null: there is no such thing. It must live as long,
  /// and its relabelling rules to be those that Prometheus accepts.
  RuleAlerts(std::span<const std::string> paths,
             std::unique_ptr<const config::prometheus::PrometheusConfig> config,
             const RuleAlertOptions& options);

  const std::vector<RuleAlert>& rules() const { return rules_; }
  /// Whether it is known what a server adds to alerts.
  bool has_config() const { return config_ != nullptr; }
  /// The files that could be read.
  const std::vector<std::unique_ptr<SourceBuffer>>& sources() const { return sources_; }
  /// Files, by name, that could not be read or hold errors: what is in them may be missing here.
  const std::vector<std::string>& unreadable() const { return unreadable_; }

  /// What Alertmanagers get of all rules, in their order. Nothing of alerts that relabelling drops;
  /// several of a rule if Alertmanagers have relabelling rules of their own. `labels` are the names
  /// that will be asked for. May be called by several threads.
  std::vector<SentAlert> Sent(std::span<const std::string> labels) const;

 private:
  void Read(const std::string& path, const RuleAlertOptions& options);

  std::unique_ptr<const config::prometheus::PrometheusConfig> config_;
  // For each kind of Alertmanager, the rules that alerts go through on their way.
  std::vector<std::vector<config::WrittenRelabelRule>> ways_;
  std::vector<std::unique_ptr<SourceBuffer>> sources_;
  std::vector<RuleAlert> rules_;
  std::vector<std::string> unreadable_;
};

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_RULE_ALERTS_H_
