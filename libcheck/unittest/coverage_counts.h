#ifndef LIBCHECK_UNITTEST_COVERAGE_COUNTS_H_
#define LIBCHECK_UNITTEST_COVERAGE_COUNTS_H_

#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <unordered_map>

#include "libcheck/promql/operands.h"
#include "libcheck/report/coverage.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/template/ast.h"

namespace check::unittest {

/// How often each outcome of a decision was seen.
using Tally = std::array<std::uint64_t, 2>;

struct RuleCounts {
  std::uint64_t evaluations = 0;
  std::uint64_t results = 0;  ///< Evaluations that gave a series.
  /// How often it came to be that no alert is active, and alerts came to be in these states.
  std::uint64_t inactive = 0;
  std::uint64_t pending = 0;
  std::uint64_t firing = 0;
};

/// What is counted, by the rules and parts of them that it is about.
struct CoverageCounts {
  std::unordered_map<const rules::PreparedRule*, RuleCounts> by_rule;
  std::unordered_map<const promql::BinaryExpr*, Tally> operands;
  std::unordered_map<const gotemplate::Branch*, Tally> branches;

  void Add(const CoverageCounts& other);
};

/// What was counted in a test group.
struct GroupCoverage {
  CoverageCounts counts;
  std::set<std::string_view> expected;  ///< The alerts that it expects something of.
};

/// What is to be said of `file`, going by `counts`.
report::FileCoverage CoverageOf(const rules::PreparedFile& file, const CoverageCounts& counts);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_COVERAGE_COUNTS_H_
