#include "libcheck/rules/resources.h"

#include <algorithm>
#include <iterator>

namespace check::rules {
namespace {

using Holds = ResourceKind::Holds;

constexpr ResourceKind kKinds[] = {
    {"PrometheusRule", ""},
    {"AlertingRule", "monitoring.openshift.io", Holds::kGroups, Wrapper::kAlertingRule},
    {"Rules", "monitoring.googleapis.com"},
    {"ClusterRules", "monitoring.googleapis.com"},
    {"GlobalRules", "monitoring.googleapis.com"},
    {"VMRule", "operator.victoriametrics.com", Holds::kGroups, Wrapper::kVmRule},
    {"ConfigMap", "", Holds::kTexts, Wrapper::kConfigMap},
    {"Secret", "", Holds::kTexts, Wrapper::kEncoded},
    {"AlertingRule", "loki.grafana.com", Holds::kOtherRules, Wrapper::kNone,
     "LogQL rules for Loki"},
    {"RecordingRule", "loki.grafana.com", Holds::kOtherRules, Wrapper::kNone,
     "LogQL rules for Loki"},
    {"VMAlertmanagerConfig", "", Holds::kOtherRules, Wrapper::kNone, "settings of an Alertmanager"},
    {"AlertmanagerConfig", "", Holds::kOtherRules, Wrapper::kNone, "settings of an Alertmanager"},
    {"AlertRelabelConfig", "", Holds::kOtherRules, Wrapper::kNone, "relabelling of alerts"},
    {"GrafanaAlertRuleGroup", "", Holds::kOtherRules, Wrapper::kNone,
     "rules that Grafana evaluates"},
    {"PrometheusServiceLevel", "", Holds::kOtherRules, Wrapper::kNone,
     "objectives that Sloth generates rules from"},
    {"ServiceLevelObjective", "", Holds::kOtherRules, Wrapper::kNone,
     "an objective that rules are generated from"},
};

}  // namespace

const ResourceKind* FindResourceKind(std::string_view kind, std::string_view api_version) {
  const std::size_t slash = api_version.find('/');
  const std::string_view api =
      slash == std::string_view::npos ? std::string_view() : api_version.substr(0, slash);
  const ResourceKind* found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const ResourceKind& row) {
        return row.kind == kind && (row.api.empty() || row.api == api);
      });
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace check::rules
