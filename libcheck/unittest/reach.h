#ifndef LIBCHECK_UNITTEST_REACH_H_
#define LIBCHECK_UNITTEST_REACH_H_

#include <string_view>
#include <unordered_set>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/parse.h"
#include "libcheck/unittest/fallible.h"
#include "libcheck/unittest/rule_library.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// Which rules the outcome of a test group depends on: those that may fail, those whose alerts are
/// tested, those that record what an expression selects, and those that these depend on in turn. A
/// selector that names no metric may select anything, and a template that queries may ask for
/// anything.
class Reach {
 public:
  Reach(const TestGroup& group, const std::vector<const PreparedGroup*>& groups,
        const promql::ParseOptions& parser, const Fallible& fallible);

  bool Contains(const PreparedRule& rule) const { return all_ || reached_.contains(&rule); }

 private:
  void AddExpr(const promql::Expr& expr);
  void AddSelector(const promql::VectorSelector& selector);
  void AddRecorded(std::string_view metric);
  void AddAlerts(const std::string_view* name);
  void AddRule(const PreparedRule& rule);

  const std::vector<const PreparedGroup*>& groups_;
  bool all_ = false;
  std::unordered_set<const PreparedRule*> reached_;
  std::vector<const PreparedRule*> waiting_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_REACH_H_
