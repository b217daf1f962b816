#ifndef LIBCHECK_BACKTEST_CHANGE_H_
#define LIBCHECK_BACKTEST_CHANGE_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/result.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/rule_library.h"

namespace check::backtest {

/// What must be tried with the alerts of a name.
struct Change {
  enum class What : std::uint8_t { kFor, kKeepFiringFor, kThreshold };
  std::string alert;
  What what = What::kFor;
  Duration duration = Duration::zero();  ///< Unless it is a threshold.
  std::string threshold;                 ///< A number, as it was written.

  /// "ALERT:for=10m", "ALERT:keep_firing_for=1h" or "ALERT:threshold=0.05". The error is one
  /// sentence.
  static Result<Change> Parse(std::string_view text);
};

/// Rules in which something is changed. Those that they are made of must outlive them.
class ChangedRules {
 public:
  /// The error says what cannot be changed: no alert is called so, or its expression compares with
  /// several numbers, or with none.
  static Result<std::unique_ptr<ChangedRules>> Make(
      std::span<const rules::PreparedGroup* const> groups, std::span<const Change> changes,
      const promql::ParseOptions& parser);

  std::vector<const rules::PreparedGroup*> groups() const;

 private:
  // A group of which the rules can be changed.
  struct Copy {
    rules::Group group;
    std::vector<rules::Rule> rules;
  };

  ChangedRules() = default;
  std::optional<Error> Apply(const Change& change, const promql::ParseOptions& parser);
  std::optional<Error> SetThreshold(rules::Rule& rule, const std::string& number,
                                    const promql::ParseOptions& parser);

  std::deque<Copy> copies_;
  std::deque<SourceBuffer> sources_;
  Arena arena_;
  std::vector<rules::PreparedGroup> groups_;
};

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_CHANGE_H_
