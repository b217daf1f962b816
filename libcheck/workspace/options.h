#ifndef LIBCHECK_WORKSPACE_OPTIONS_H_
#define LIBCHECK_WORKSPACE_OPTIONS_H_

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

/// What a run of checks can be told, whatever its files are.
struct Options {
  /// Where the files are, and what they name. A file is read again where its places have to be
  /// shown after all, but never "-".
  const FileSystem* files = &NoFiles();
  Policy policy;
  rules::LoadOptions rules;
  /// What is known beside rule files that no configuration of the run names.
  lint::RuleEnvironment environment;
  lint::SloEnvironment slo;  ///< What is known beside specifications of objectives.
  config::prometheus::CheckOptions prometheus;  ///< But for `load.files`: they are those above.
  config::alertmanager::CheckOptions alertmanager;
  unittest::LoadOptions tests;
  /// The alerts that Alertmanagers get; null: that is not known.
  const alerts::RuleAlerts* alerts = nullptr;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_OPTIONS_H_
