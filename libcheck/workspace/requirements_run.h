#ifndef LIBCHECK_WORKSPACE_REQUIREMENTS_RUN_H_
#define LIBCHECK_WORKSPACE_REQUIREMENTS_RUN_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/workspace/options.h"
#include "libcheck/workspace/requirement.h"

namespace check::workspace {

/// The policies that apply to one rule file.
class RequirementsRun {
 public:
  RequirementsRun(const Options& options, std::string_view path);

  bool empty() const { return active_.empty(); }
  /// Reports how the rules of `group`, and the group itself, break policies. Rules that do not load
  /// are left out.
  void Check(const rules::Group& group, const rules::RuleSet& set, Diagnostics& diagnostics) const;

 private:
  struct Active {
    const Requirement* requirement;
    Severity severity;
  };
  void Check(const Active& active, const PolicySubject& subject, Diagnostics& diagnostics) const;

  const Options& options_;
  const Settings& settings_;
  std::string path_;  // From the folder of the settings.
  std::vector<Active> active_;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_REQUIREMENTS_RUN_H_
