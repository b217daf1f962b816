#ifndef LIBCHECK_RULES_EVAL_FALLIBLE_H_
#define LIBCHECK_RULES_EVAL_FALLIBLE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/engine.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/rules/eval/series_feed.h"

namespace check::rules {

/// Names of labels that series may have.
struct LabelNames {
  bool any = false;  ///< Every name is possible.
  std::set<std::string_view> names;

  bool Has(std::string_view name) const { return any || names.contains(name); }
  bool HasOneOf(std::span<const std::string_view> of) const;
  /// Whether all of them are among `of`.
  bool AreAmong(std::span<const std::string_view> of) const;
  void Add(const LabelNames& other);
};

/// What can be told, without evaluating anything, of the vectors that an expression gives.
struct Outline {
  bool fails = false;    ///< Evaluation may fail.
  bool present = false;  ///< There may be samples.
  bool one_name = true;  ///< All samples ever have the same metric name, or all have none.
  bool distinct = true;  ///< No two samples of a step agree in all labels of `key`.
  LabelNames labels;     ///< The metric name omitted.
  LabelNames key;        ///< Some of `labels`, or all of them.
};

/// Finds the rules that may fail when they are evaluated, so that somebody must be told, whether
/// a question depends on the rule or not. All others cannot fail, whatever the values are:
/// many-to-many matching, samples that come to have the same labels, limits and samples that the
/// store refuses are ruled out by which metrics there are and which labels they have.
///
/// Where that cannot be shown, the rule is taken for one that may. What a query may cost (samples
/// in memory, time) is left out of account.
class Fallible {
 public:
  Fallible(const SeriesFeed& input, const std::vector<const PreparedGroup*>& groups,
           const promql::EngineOptions& engine);

  bool Contains(const PreparedRule& rule) const { return all_ || rules_.contains(&rule); }

 private:
  struct Metric {
    bool present = false;
    LabelNames labels;
    bool input = false;
  };

  void Learn(const PreparedRule& rule);
  bool LearnMetric(std::string_view name, const LabelNames& labels);
  bool MayFail(const PreparedGroup& group, const PreparedRule& rule) const;
  Outline OutlineOf(const PreparedRule& rule) const;

  Outline Of(const promql::Expr& expr) const;
  Outline OfSelector(const promql::VectorSelector& selector) const;
  Outline OfCall(const promql::Call& call) const;
  static Outline OfSelection(const promql::AggregateExpr& aggregate, Outline child);
  Outline OfAggregate(const promql::AggregateExpr& aggregate) const;
  Outline OfBinary(const promql::BinaryExpr& binary) const;

  bool all_ = false;
  bool changed_ = false;
  std::unordered_map<std::string_view, Metric> metrics_;
  // Rules that may give something, by what they record or alert of.
  std::map<std::string_view, std::vector<const PreparedRule*>> recording_;
  std::map<std::string_view, std::vector<const PreparedRule*>> alerting_;
  std::unordered_set<const PreparedRule*> rules_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_FALLIBLE_H_
