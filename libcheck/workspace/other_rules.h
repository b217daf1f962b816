#ifndef LIBCHECK_WORKSPACE_OTHER_RULES_H_
#define LIBCHECK_WORKSPACE_OTHER_RULES_H_

#include <cstddef>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/file_system.h"
#include "libcheck/lint/facts.h"
#include "libcheck/workspace/rule_files.h"

namespace check::workspace {

/// Metrics recorded in files that a run was not given, or could not read as rules: the files of the
/// repositories that the inputs are in, or else those of their folders. These are only searched for
/// the text `record: NAME`.
class OtherRules final : public lint::RulesElsewhere {
 public:
  /// `incomplete`: for each input, whether its facts may lack rules. All arguments have to live as
  /// long.
  OtherRules(std::span<const RuleInput> inputs, std::span<const char> incomplete,
             const FileSystem& files)
      : inputs_(inputs), incomplete_(incomplete), files_(files) {}

  Answer Find(std::string_view metric) const override;

 private:
  void Load() const;
  void Search(const std::string& path) const;
  void SearchFolder(const std::string& folder, bool below) const;

  std::span<const RuleInput> inputs_;
  std::span<const char> incomplete_;
  const FileSystem& files_;

  mutable std::once_flag loaded_;
  mutable std::set<std::string, std::less<>> recorded_;
  mutable bool complete_ = true;  // Nothing was omitted.
  mutable std::size_t entries_ = 0;
  mutable std::size_t bytes_ = 0;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_OTHER_RULES_H_
