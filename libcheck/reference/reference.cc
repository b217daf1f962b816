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
      {"Lint checks", "Files that load, but probably do not do what their author meant.",
       LintCodes()},
      {"Rule files", "What is wrong with a group or rule as a whole.", rules::LoadCodes()},
      {"PromQL", "What is wrong with an expression.", promql::ParseCodes()},
      {"PromQL tests", "What is wrong with a test script, or with what it tests.",
       promql::ScriptCodes()},
      {"Templates", "What is wrong with a template of a rule or of Alertmanager.",
       gotemplate::ParseCodes()},
      {"Notifications", "What is wrong with a template of Alertmanager only.",
       gotemplate::NotificationCodes()},
      {"Metrics", "What is wrong with metrics as a program shows them.", exposition::Codes()},
      {"OpenMetrics", "What is wrong with them in OpenMetrics only.",
       exposition::OpenMetricsCodes()},
      {"Input", "What is wrong with input as a whole.", InputCodes()},
      {"YAML", "What is wrong with the YAML of a file of any kind.", yaml::ParseCodes()},
      {"Fields", "What is wrong with a field of a file of any kind, or with its value.",
       schema::Codes()},
      {"Comments", "What is wrong with a comment that hides findings.", SuppressionCodes()},
      {"Tests", "What is wrong with a file of unit tests, and how a test can fail.",
       unittest::Codes()},
      {"Settings", "What is wrong with `.pronoia.yml`.", workspace::SettingsCodes()},
      {"Configuration", "What is wrong with a prometheus.yml, or with what it leads to.",
       config::prometheus::Codes()},
      {"Alertmanager", "What is wrong with an alertmanager.yml.", config::alertmanager::Codes()},
      {"Alerts", "What an alertmanager.yml does with the alerts of given rules.", alerts::Codes()},
      {"Silences", "What is wrong with a file of silences and maintenance windows.",
       silences::Codes()},
      {"Objectives", "What is wrong with a specification of service level objectives.",
       slo::Codes()},
      {"Discovery", "Why targets of a job cannot be asked for.", discovery::Codes()},
      {"Queries", "Why a server does not answer a query.", api::QueryCodes()},
      {"Data", "Why a file of samples cannot be read.", series::Codes()},
      {"Rule environment", "What is wrong with a configuration given beside the rules.",
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
