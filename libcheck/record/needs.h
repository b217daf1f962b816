#ifndef LIBCHECK_RECORD_NEEDS_H_
#define LIBCHECK_RECORD_NEEDS_H_

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/rules/eval/rule_library.h"

/// Series of a server, saved as files and as unit tests of rules.
namespace check::record {

/// `selector` without what shifts or bends it: what its series are asked for by.
std::string PlainSelector(const promql::VectorSelector& selector);

/// A selector, and how long before a rule is evaluated its samples may matter.
struct NeededSelector {
  std::string selector;
  std::int64_t before_ms = 0;
};

/// What must be known to evaluate rules.
struct Needs {
  std::vector<NeededSelector> selectors;  ///< In the order in which they come up, each once.
  /// The longest of all, and how long an alert must be pending on top of it.
  std::int64_t before_ms = 0;
  /// The metrics that the rules make themselves. Selectors without a name may find them on the
  /// server, where they are of no use.
  std::set<std::string, std::less<>> made;
  /// Whether an expression asks what time it is, so that another time gives another result.
  bool asks_time = false;
};

/// Goes through all rules, and through the rules that record what they select. `lookback_ms`: how
/// old a sample may be that a selector finds.
Needs FindNeeds(std::span<const rules::PreparedGroup* const> groups, std::int64_t lookback_ms);

}  // namespace check::record

#endif  // LIBCHECK_RECORD_NEEDS_H_
