#ifndef LIBCHECK_SLO_RECORDINGS_H_
#define LIBCHECK_SLO_RECORDINGS_H_

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/rules/rule_file.h"

namespace check::slo {

/// A rule, and what it is part of.
struct PlacedRule {
  const rules::Rule* rule = nullptr;
  const rules::Group* group = nullptr;
  const rules::RuleSet* set = nullptr;
};

/// The value of a label that a rule gives its series, by itself or through its group; null: none,
/// or not a fixed one.
const std::string_view* LabelOf(const PlacedRule& placed, std::string_view name);

/// The recording rules of some rule sets, by the name of what they record. Looks at the sets, which
/// have to live as long.
class Recordings {
 public:
  explicit Recordings(std::span<const rules::RuleSet> sets);

  /// Those whose series `selector` can select, as far as names and fixed labels tell.
  std::vector<const PlacedRule*> Selected(const promql::VectorSelector& selector) const;
  /// Those that record objectives, budgets or periods, by their names.
  const std::vector<PlacedRule>& constants() const { return constants_; }
  bool HasName(std::string_view name) const { return by_name_.contains(name); }

 private:
  std::vector<PlacedRule> rules_;
  std::vector<PlacedRule> constants_;
  std::unordered_multimap<std::string_view, std::size_t> by_name_;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_RECORDINGS_H_
