#ifndef LIBCHECK_LINT_RELABEL_FLOW_H_
#define LIBCHECK_LINT_RELABEL_FLOW_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/prometheus_config.h"

namespace check::lint {

/// The values that a label can have between two rules.
struct PossibleValues {
  std::vector<std::string> values;  ///< Sorted; empty text where the label can be absent.
  /// The rule that saw to it. Null: so it was before the first rule.
  const config::WrittenRelabelRule* since = nullptr;

  bool is_absent() const { return values.size() == 1 && values.front().empty(); }
};

/// Whether RelabelFlow can come to know anything that rules of the list look at. Cheap: most lists
/// are about labels that can have any value, and need not be read at all.
bool HasKnownSources(const config::prometheus::RelabelRuleList& list, config::RelabelStage stage);

/// Known facts about labels on their way through a list of relabelling rules, whatever the target,
/// sample or alert.
class RelabelFlow {
 public:
  RelabelFlow(std::span<const config::WrittenRelabelRule> rules, config::RelabelStage stage);

  /// Before the first rule: keeps track of a label that no rule reads; and says that it has one of
  /// these values, where empty text stands for its absence.
  void Watch(const std::string& label);
  void Assume(const std::string& label, std::vector<std::string> values);

  /// Null if the label can have any value.
  const PossibleValues* Of(const std::string& label) const;

  /// The texts that the next rule can look at: values of its `source_labels`, joined. Nothing if
  /// too little is known.
  std::optional<std::vector<std::string>> Sources(const config::RelabelRule& rule) const;

  /// Whether no label of which the rule could know has a name that begins so.
  bool HasNoneWith(std::string_view prefix) const;

  /// Goes past a rule. Gives whether something can be left to relabel behind it.
  bool Pass(const config::WrittenRelabelRule& rule);

 private:
  using Combination = std::vector<const std::string*>;

  std::optional<std::vector<Combination>> CombinationsOf(const config::RelabelRule& rule) const;
  void Write(const config::WrittenRelabelRule& written);
  bool Filter(const config::WrittenRelabelRule& written);
  void Know(const std::string& label, std::vector<std::string> values,
            const config::WrittenRelabelRule& since);

  config::RelabelStage stage_;
  std::vector<std::string> names_;  // Labels to keep track of: all that rules read.
  std::map<std::string, PossibleValues, std::less<>> known_;
  bool any_names_ = false;  // Whether a rule may have made labels of any name.
};

}  // namespace check::lint

#endif  // LIBCHECK_LINT_RELABEL_FLOW_H_
