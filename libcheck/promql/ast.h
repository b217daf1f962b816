#ifndef LIBCHECK_PROMQL_AST_H_
#define LIBCHECK_PROMQL_AST_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/model/matcher.h"
#include "libcheck/promql/value_type.h"
#include "libcheck/source/source_file.h"

namespace check::promql {

struct Function;     // functions.h
struct Aggregation;  // aggregations.h

enum class ExprKind : std::uint8_t {
  kNumber,
  kString,
  kVectorSelector,
  kMatrixSelector,
  kSubquery,
  kCall,
  kAggregate,
  kBinary,
  kUnary,
  kParen,
  kDuration,
};

/// Binary and unary operators. kStep, kRange, kMinOf and kMaxOf occur in DurationExpr only.
enum class Op : std::uint8_t {
  kAdd,
  kSub,
  kMul,
  kDiv,
  kMod,
  kPow,
  kAtan2,
  kEqual,
  kNotEqual,
  kGreater,
  kGreaterEqual,
  kLess,
  kLessEqual,
  kTrimUpper,
  kTrimLower,
  kAnd,
  kOr,
  kUnless,
  kStep,
  kRange,
  kMinOf,
  kMaxOf,
};

/// As written in an expression: "+", "==", "and", "</".
std::string_view ToString(Op op);
bool IsComparison(Op op);   ///< == != > >= < <= (the trim operators are not).
bool IsSetOperator(Op op);  ///< and or unless

/// A node of the syntax tree. Trees live in an Arena together with the text they view, are never
/// changed once parsed, and may be shared between threads.
struct Expr {
  ExprKind kind;
  ValueType type = ValueType::kNone;  ///< What it evaluates to; kNone if that cannot be told.
  std::uint32_t height = 1;           ///< Levels from here down to the deepest leaf.
  Span span;  ///< In the SourceFile that was parsed. As upstream's PositionRange.
};

/// `expr` as a T. Requires the kind to be right.
template <typename T>
const T& As(const Expr& expr) {
  return static_cast<const T&>(expr);
}
/// Null unless `expr` is a T.
template <typename T>
const T* TryAs(const Expr* expr) {
  return expr != nullptr && expr->kind == T::kKind ? static_cast<const T*>(expr) : nullptr;
}

struct NumberLiteral : Expr {
  static constexpr ExprKind kKind = ExprKind::kNumber;
  double value = 0;
  bool is_duration = false;  ///< Written as a duration ("5m"), and printed so.
};

struct StringLiteral : Expr {
  static constexpr ExprKind kKind = ExprKind::kString;
  std::string_view value;  ///< Unquoted. May hold any bytes.
};

/// Arithmetic instead of a duration: `[5m * 2]`, `offset -(step() + 1)`. Operands are
/// NumberLiteral or DurationExpr.
struct DurationExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::kDuration;
  Op op = Op::kAdd;
  const Expr* lhs = nullptr;  ///< Null for a sign, step() and range().
  const Expr* rhs = nullptr;  ///< Null for step() and range().
  bool wrapped = false;       ///< In parentheses.
  /// Written with a plus before the parentheses, and it matters: `x offset +(5m + 1) - 1` is
  /// `(x offset (5m + 1)) - 1`, while `x offset (5m + 1) - 1` is `x offset ((5m + 1) - 1)`.
  bool closes_offset = false;
};

/// `@ 1234`, `@ start()`, `@ end()`.
enum class AtModifier : std::uint8_t { kNone, kTimestamp, kStart, kEnd };

/// What may follow a selector or subquery.
struct TimeShift {
  Duration offset = Duration::zero();         ///< If it is a constant.
  const DurationExpr* offset_expr = nullptr;  ///< If it is arithmetic.
  AtModifier at = AtModifier::kNone;
  std::int64_t timestamp_ms = 0;  ///< For kTimestamp.
};

struct VectorSelector : Expr {
  static constexpr ExprKind kKind = ExprKind::kVectorSelector;
  /// The metric name written before the braces, or quoted inside them; may be empty. See also
  /// MetricName.
  std::string_view name;
  bool name_in_braces = false;  ///< `{"name"}`.
  /// In the order written, followed by one for `name` if it stands before the braces (as upstream).
  std::span<const model::Matcher> matchers;
  /// Where each of `matchers` is written.
  std::span<const Span> matcher_spans;
  TimeShift shift;
  bool anchored = false;
  bool smoothed = false;
  /// Stands for the second argument of info(), which may match everything.
  bool may_match_everything = false;
};

struct MatrixSelector : Expr {
  static constexpr ExprKind kKind = ExprKind::kMatrixSelector;
  const VectorSelector* vector = nullptr;
  Duration range = Duration::zero();
  const DurationExpr* range_expr = nullptr;
};

struct SubqueryExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::kSubquery;
  const Expr* expr = nullptr;
  Duration range = Duration::zero();
  const DurationExpr* range_expr = nullptr;
  Duration step = Duration::zero();  ///< Zero: the default.
  const DurationExpr* step_expr = nullptr;
  TimeShift shift;
};

struct Call : Expr {
  static constexpr ExprKind kKind = ExprKind::kCall;
  const Function* function = nullptr;
  Span name_span;
  std::span<const Expr* const> arguments;
};

struct AggregateExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::kAggregate;
  const Aggregation* aggregation = nullptr;
  const Expr* expr = nullptr;
  const Expr* parameter = nullptr;  ///< Of topk, quantile, count_values...; else null.
  std::span<const std::string_view> grouping;
  std::span<const Span> grouping_spans;
  bool without = false;
  bool has_modifier = false;  ///< Whether by or without was written at all: `sum by () (x)`.
  Span modifier_span;         ///< Of `by (a, b)`.
};

enum class Cardinality : std::uint8_t { kOneToOne, kManyToOne, kOneToMany, kManyToMany };

/// How the operands of a binary expression between vectors find each other.
struct VectorMatching {
  Cardinality cardinality = Cardinality::kOneToOne;
  bool on = false;                           ///< `on`, else `ignoring` or nothing.
  std::span<const std::string_view> labels;  ///< Of `on` or `ignoring`.
  std::span<const Span> label_spans;
  std::span<const std::string_view> include;  ///< Of `group_left` or `group_right`.
  std::span<const Span> include_spans;
  std::optional<double> fill_lhs;
  std::optional<double> fill_rhs;
};

struct BinaryExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::kBinary;
  Op op = Op::kAdd;
  bool return_bool = false;
  const Expr* lhs = nullptr;
  const Expr* rhs = nullptr;
  const VectorMatching* matching = nullptr;  ///< Null unless both operands are vectors.
  Span op_span;
};

struct UnaryExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::kUnary;
  Op op = Op::kAdd;  ///< kAdd or kSub.
  const Expr* expr = nullptr;
};

struct ParenExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::kParen;
  const Expr* expr = nullptr;
};

/// `expr` without the parentheses around it.
const Expr* StripParens(const Expr* expr);

/// The one metric name that `selector` can match: `name`, or what `{__name__="..."}` says. Empty if
/// there is none.
std::string_view MetricName(const VectorSelector& selector);

/// The selectors inside `expr`, in the order upstream's ExtractSelectors gives them: as written,
/// but an aggregation's parameter comes after what it aggregates.
std::vector<const VectorSelector*> ListSelectors(const Expr& expr);

/// Calls `visit(child)` for each direct child, in the order written (duration arithmetic is not
/// visited; the selector inside a range selector is).
template <typename Visit>
void ForEachChild(const Expr& expr, Visit&& visit) {
  switch (expr.kind) {
    case ExprKind::kMatrixSelector:
      visit(*As<MatrixSelector>(expr).vector);
      break;
    case ExprKind::kSubquery:
      visit(*As<SubqueryExpr>(expr).expr);
      break;
    case ExprKind::kCall:
      for (const Expr* argument : As<Call>(expr).arguments) visit(*argument);
      break;
    case ExprKind::kAggregate:
      if (As<AggregateExpr>(expr).parameter != nullptr) visit(*As<AggregateExpr>(expr).parameter);
      visit(*As<AggregateExpr>(expr).expr);
      break;
    case ExprKind::kBinary:
      visit(*As<BinaryExpr>(expr).lhs);
      visit(*As<BinaryExpr>(expr).rhs);
      break;
    case ExprKind::kUnary:
      visit(*As<UnaryExpr>(expr).expr);
      break;
    case ExprKind::kParen:
      visit(*As<ParenExpr>(expr).expr);
      break;
    case ExprKind::kNumber:
    case ExprKind::kString:
    case ExprKind::kVectorSelector:
    case ExprKind::kDuration:
      break;
  }
}

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_AST_H_
