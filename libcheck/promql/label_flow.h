#ifndef LIBCHECK_PROMQL_LABEL_FLOW_H_
#define LIBCHECK_PROMQL_LABEL_FLOW_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/ast.h"

namespace check::promql {

/// How a label came to be gone.
enum class RemovalKind : std::uint8_t {
  kMatcher,       ///< A matcher wants it empty: `x=""`.
  kBy,            ///< An aggregation by other labels.
  kWithout,       ///< An aggregation without it.
  kNoGrouping,    ///< An aggregation over everything.
  kOn,            ///< One-to-one matching on other labels.
  kIgnoring,      ///< One-to-one matching that ignores it.
  kGroupInclude,  ///< `group_left(x)` copies its absence from the other side.
  kMatch,         ///< The other side cannot have it, so only series without it match.
  kAbsent,        ///< absent() and absent_over_time() know only the values of `=` matchers.
  kFunction,      ///< The function drops it: histogram_quantile() and `le`.
  kNoLabels,      ///< The function's result has no labels: vector(), hour().
  kSetEmpty,      ///< label_replace() or label_join() sets it to nothing.
  kNameDropped,   ///< The metric name, of a result that is another quantity.
};

/// Why labels were removed, and where: the smallest part of the expression that removed them.
struct Removal {
  RemovalKind kind;
  Span where;
  const Expr* by = nullptr;  ///< The node that did it.
  /// For kMatch and kGroupInclude: why the other side cannot have the label.
  const Removal* because = nullptr;

  /// What lies at the bottom of it: never a kMatch or kGroupInclude.
  const Removal& Root() const;
};

/// As a sentence: "`sum by (job)` keeps only `job`".
std::string Describe(const Removal& removal, std::string_view label);

enum class Presence : std::uint8_t {
  kMaybe,
  kAlways,  ///< Every series of the result has it.
  kNever,   ///< No series of the result can have it.
};

/// Known facts about one label.
struct LabelFact {
  std::string_view label;
  Presence presence = Presence::kMaybe;
  bool has_value = false;  ///< With kAlways: `value` is the only value there can be.
  std::string_view value;
  const Removal* removal = nullptr;  ///< Set with kNever.
};

/// What can be told of the labels of a part of an expression without any data.
///
/// Metric names count as the label `__name__`, and are taken to go where Prometheus drops them by
/// default; with `promql-delayed-name-removal` they stay visible inside the expression.
struct LabelFlow {
  const Expr* expr = nullptr;
  /// Why labels that are not in `facts` cannot be there, or null if they can.
  const Removal* closed_by = nullptr;
  std::span<const LabelFact> facts;  ///< Sorted by label.

  /// Whether only labels listed in `facts` are possible.
  bool closed() const { return closed_by != nullptr; }
  LabelFact Find(std::string_view label) const;
  bool CanHave(std::string_view label) const { return Find(label).presence != Presence::kNever; }
  bool Guarantees(std::string_view label) const {
    return Find(label).presence == Presence::kAlways;
  }
};

/// The labels of an expression's result and of every part of it. Not for use by two threads at
/// once.
class LabelFlows {
 public:
  /// `root` must outlive this.
  explicit LabelFlows(const Expr& root);

  const LabelFlow& Result() const { return flows_.back(); }

  /// `part` must be a part of the expression.
  const LabelFlow& Of(const Expr& part) const;

  /// Of every part: the parts of a part before itself.
  std::span<const LabelFlow> All() const { return flows_; }

 private:
  Arena arena_;
  std::vector<LabelFlow> flows_;
  mutable std::vector<std::uint32_t> by_expr_;  // Indices into flows_, once Of() needs them.
};

/// The labels that the matching of `binary` compares: the ones in `on`, or all but those in
/// `ignoring` and the metric name.
bool IsMatched(const VectorMatching& matching, std::string_view label);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_LABEL_FLOW_H_
