#ifndef LIBCHECK_RULES_EVAL_AHEAD_PLAN_H_
#define LIBCHECK_RULES_EVAL_AHEAD_PLAN_H_

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/rules/eval/rule_library.h"

namespace check::rules {

/// Finds out which samples can be put into the store before their time comes, because nobody would
/// notice. Everything must be added before it is asked.
///
/// What it allows is only half of the matter: who evaluates steps ahead also needs all that these
/// look at, which the store knows (MemoryStore::SetComplete). Input promises that of metrics that
/// no rule adds to, and a rule that runs ahead of the metric that it alone records.
class AheadPlan {
 public:
  /// A rule that is going to be run, in the order in which they are evaluated.
  void AddRule(const PreparedGroup& group, const PreparedRule& rule);
  /// An expression that is going to be evaluated after all of them. It may be gone afterwards.
  void AddExpression(const promql::Expr& expr);
  /// A metric that there is input for.
  void AddInput(std::string_view metric) { input_.insert(metric); }

  /// Whether any series may come early: nobody looks into the future.
  bool any() const { return any_; }
  /// Whether a template may ask for samples. Its queries are not known before they are made.
  bool any_template_queries() const { return template_queries_; }
  /// Whether a query made while rules are evaluated sees what it would see without the plan, as
  /// long as only input was loaded.
  static bool IsUnaware(const promql::Expr& expr);
  /// Whether input series of this name may: no rule adds to them.
  bool MayLoad(std::string_view metric) const { return any_ && !written_.contains(metric); }
  /// Whether what the `index`th rule records may: nothing else adds to these series, who reads them
  /// is evaluated later, and no selector finds them by anything but their name, since then the
  /// order in which series are made would matter. Nor may its samples be older than its evaluation
  /// (`query_offset`), since then readers would see newer ones.
  bool MayRecord(std::size_t index) const;
  /// Calls `visit(metric)` for each metric that a rule selects by name.
  template <typename Visit>
  void ForEachRead(Visit&& visit) const {
    for (const auto& [metric, index] : first_reader_) visit(metric);
  }

 private:
  void AddReader(const promql::Expr& expr, std::size_t index);

  // A rule that may record ahead, if it is alone in that.
  struct Recorder {
    std::string_view metric;
    bool may = false;
  };

  bool any_ = true;
  bool by_name_only_ = true;
  bool template_queries_ = false;
  std::vector<Recorder> rules_;
  std::unordered_map<std::string_view, std::size_t> written_;       // By how many rules.
  std::unordered_map<std::string_view, std::size_t> first_reader_;  // Index of the rule.
  std::unordered_set<std::string_view> input_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_AHEAD_PLAN_H_
