#ifndef LIBCHECK_WORKSPACE_OPTIONS_H_
#define LIBCHECK_WORKSPACE_OPTIONS_H_

#include <map>
#include <string>
#include <string_view>

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/prometheus/check.h"
#include "libcheck/files/file_system.h"
#include "libcheck/lint/check.h"
#include "libcheck/lint/slo.h"
#include "libcheck/rules/load.h"
#include "libcheck/unittest/load.h"
#include "libcheck/workspace/policy.h"

namespace check::alerts {
class RuleAlerts;
}

namespace check::workspace {

/// What is known of the server beside files.
struct Surroundings {
  lint::RuleEnvironment rules;
  lint::SloEnvironment slo;
};

/// What a run of checks can be told, whatever its files are.
struct Options {
  /// Where the files are, and what they name. A file is read again where its places have to be
  /// shown after all, but never "-".
  const FileSystem* files = &NoFiles();
  Policy policy;
  rules::LoadOptions rules;
  bool names_are_given = false;  ///< Whether `rules.names` win over settings.
  /// What is known beside rule files that no configuration of the run names.
  lint::RuleEnvironment environment;
  lint::SloEnvironment slo;  ///< What is known beside specifications of objectives.
  /// In place of both, for files whose settings name such a prometheus.yml, by its path.
  std::map<std::string, Surroundings, std::less<>> surroundings;
  config::prometheus::CheckOptions prometheus;  ///< But for `load.files`: they are those above.
  config::alertmanager::CheckOptions alertmanager;
  unittest::LoadOptions tests;
  /// The alerts that Alertmanagers get; null: that is not known.
  const alerts::RuleAlerts* alerts = nullptr;

  /// `rules` with what the settings for the file `path` add.
  rules::LoadOptions RulesFor(std::string_view path) const;
  const lint::RuleEnvironment& EnvironmentFor(std::string_view path) const;
  const lint::SloEnvironment& SloEnvironmentFor(std::string_view path) const;

 private:
  const Surroundings* SurroundingsFor(std::string_view path) const;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_OPTIONS_H_
