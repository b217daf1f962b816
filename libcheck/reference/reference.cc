#include "libcheck/reference/reference.h"

#include <algorithm>
#include <vector>

#include "libcheck/alerts/check_routing.h"
#include "libcheck/api/query_place.h"
#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/diagnostic/empty_input.h"
#include "libcheck/diagnostic/suppress.h"
#include "libcheck/discovery/discover.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/lint/check.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/promqltest.h"
#include "libcheck/rules/load.h"
#include "libcheck/schema/codes.h"
#include "libcheck/series/codes.h"
#include "libcheck/silences/codes.h"
#include "libcheck/slo/codes.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/parse.h"
#include "libcheck/unittest/codes.h"
#include "libcheck/workspace/settings.h"
#include "libcheck/yaml/parse.h"

namespace check::reference {
namespace {

// What the lint checks report, as the other modules list it.
std::span<const CodeInfo* const> LintCodes() {
  static const std::vector<const CodeInfo*> codes = [] {
    std::vector<const CodeInfo*> all;
    for (const lint::Check* check : lint::AllChecks()) all.push_back(&check->info);
    return all;
  }();
  return codes;
}

}  // namespace

std::span<const CodeGroup> CodeGroups() {
  static const CodeGroup groups[] = {
      {"Lint checks", "Files that load, but probably do not do what the author meant.",
       LintCodes()},
      {"Rule files", "Faults of a group or rule as a whole.", rules::LoadCodes()},
      {"PromQL", "Faults of an expression.", promql::ParseCodes()},
      {"PromQL tests", "Faults of a PromQL test script, and failures of its tests.",
       promql::ScriptCodes()},
      {"Templates", "Faults of a template of a rule or of Alertmanager.", gotemplate::ParseCodes()},
      {"Notifications", "Faults of Alertmanager templates only.", gotemplate::NotificationCodes()},
      {"Metrics", "Faults of metrics in the text format.", exposition::Codes()},
      {"OpenMetrics", "Faults of metrics in OpenMetrics only.", exposition::OpenMetricsCodes()},
      {"Input", "Faults of the input as a whole.", InputCodes()},
      {"YAML", "Faults of the YAML of any file.", yaml::ParseCodes()},
      {"Fields", "Faults of a field of any file, or of its value.", schema::Codes()},
      {"Comments", "Faults of a comment that suppresses findings.", SuppressionCodes()},
      {"Tests", "Faults of a test file, and failures of its tests.", unittest::Codes()},
      {"Settings", "Faults of `.pronoia.yml`.", workspace::SettingsCodes()},
      {"Policies", "Demands of `policies` in `.pronoia.yml`.", workspace::PolicyCodes()},
      {"Configuration", "Faults of a prometheus.yml, or of the files it refers to.",
       config::prometheus::Codes()},
      {"Alertmanager", "Faults of an alertmanager.yml.", config::alertmanager::Codes()},
      {"Alerts", "Faults of an alertmanager.yml together with given alerting rules.",
       alerts::Codes()},
      {"Silences", "Faults of a file of silences and maintenance windows.", silences::Codes()},
      {"Objectives", "Faults of a specification of service level objectives.", slo::Codes()},
      {"Discovery", "Faults of service discovery queries.", discovery::Codes()},
      {"Queries", "Faults of a query that a server refuses.", api::QueryCodes()},
      {"Data", "Faults of a file of samples.", series::Codes()},
      {"Rule environment", "Faults of a configuration given together with rules.",
       lint::EnvironmentCodes()},
  };
  return groups;
}

std::span<const CodeInfo* const> AllCodes() {
  static const std::vector<const CodeInfo*> codes = [] {
    std::vector<const CodeInfo*> all;
    for (const CodeGroup& group : CodeGroups()) {
      all.insert(all.end(), group.codes.begin(), group.codes.end());
    }
    std::sort(all.begin(), all.end(),
              [](const CodeInfo* a, const CodeInfo* b) { return a->code < b->code; });
    return all;
  }();
  return codes;
}

const CodeInfo* FindCode(std::string_view code) {
  const auto codes = AllCodes();
  const auto found =
      std::lower_bound(codes.begin(), codes.end(), code,
                       [](const CodeInfo* info, std::string_view c) { return info->code < c; });
  return found != codes.end() && (*found)->code == code ? *found : nullptr;
}

}  // namespace check::reference
