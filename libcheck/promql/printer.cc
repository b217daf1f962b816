#include "libcheck/promql/printer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/parser.h"

namespace check::promql {
namespace {

void PrintLabel(std::string& out, std::string_view label) {
  if (model::IsValidLabelName(label, model::NameValidation::kLegacy)) {
    out += label;
  } else {
    AppendGoQuote(out, label);
  }
}

// " (a, b)", without the space.
void PrintLabels(std::string& out, std::span<const std::string_view> labels) {
  out += '(';
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0) out += ", ";
    PrintLabel(out, labels[i]);
  }
  out += ')';
}

void PrintNumber(std::string& out, const NumberLiteral& literal, Misprints misprints) {
  if (!literal.is_duration) {
    out += FormatGoFloat(literal.value, 'f', -1);
    return;
  }
  if (literal.value < 0) out += '-';
  const double magnitude = literal.value < 0 ? -literal.value : literal.value;
  if (misprints == Misprints::kKept) {
    // Prometheus cuts off rather than rounds, and so prints 1s9ms as 1s8ms.
    out += FormatPrometheusDuration(Duration(TruncateToInt64(magnitude * 1e9)));
    return;
  }
  const auto milliseconds = static_cast<std::int64_t>(std::round(magnitude * 1e3));
  out += FormatPrometheusDuration(std::chrono::milliseconds(milliseconds));
}

// Arithmetic in the place of a duration is short and rarely nested; its depth is bounded by the
// tree's.
void PrintDuration(std::string& out, const Expr& expr, Misprints misprints) {
  if (const auto* literal = TryAs<NumberLiteral>(&expr)) {
    return PrintNumber(out, *literal, misprints);
  }
  const auto& node = As<DurationExpr>(expr);
  const bool correct = misprints == Misprints::kCorrected;
  if (node.wrapped) out += node.closes_offset && correct ? "+(" : "(";
  switch (node.op) {
    case Op::kStep:
    case Op::kRange:
      out += ToString(node.op);
      out += "()";
      break;
    case Op::kMinOf:
    case Op::kMaxOf:
      out += ToString(node.op);
      out += '(';
      PrintDuration(out, *node.lhs, misprints);
      out += ", ";
      PrintDuration(out, *node.rhs, misprints);
      out += ')';
      break;
    default:
      if (node.lhs != nullptr) {
        // A power binds more tightly than the sign in front of it.
        const auto* base = node.op == Op::kPow ? TryAs<NumberLiteral>(node.lhs) : nullptr;
        const bool parens = correct && base != nullptr && std::signbit(base->value);
        if (parens) out += '(';
        PrintDuration(out, *node.lhs, misprints);
        out += parens ? ") " : " ";
        out += ToString(node.op);
        out += ' ';
      } else if (node.op == Op::kSub) {
        out += '-';  // Prometheus: a plus is not printed.
      }
      PrintDuration(out, *node.rhs, misprints);
  }
  if (node.wrapped) out += ')';
}

void PrintAt(std::string& out, const TimeShift& shift) {
  switch (shift.at) {
    case AtModifier::kNone:
      break;
    case AtModifier::kTimestamp:
      out += " @ ";
      out += FormatGoFloat(static_cast<double>(shift.timestamp_ms) / 1000.0, 'f', 3);
      break;
    case AtModifier::kStart:
      out += " @ start()";
      break;
    case AtModifier::kEnd:
      out += " @ end()";
      break;
  }
}

// Whether `offset EXPR`, printed as `text`, would be read as `(... offset A) op B`.
bool OffsetNeedsParens(const DurationExpr& expr, std::string_view text) {
  const Expr* bare = &expr;
  for (bool signed_once = false;;) {
    const auto* node = TryAs<DurationExpr>(bare);
    if (node == nullptr || node->wrapped || node->op >= Op::kStep) return false;
    if (node->lhs != nullptr || (node->op == Op::kSub && signed_once)) break;
    signed_once = signed_once || node->op == Op::kSub;
    bare = node->rhs;
  }
  return !text.starts_with('(') && !text.starts_with("--");
}

void PrintOffset(std::string& out, const TimeShift& shift, Misprints misprints) {
  if (shift.offset_expr != nullptr) {
    out += " offset ";
    const std::size_t begin = out.size();
    PrintDuration(out, *shift.offset_expr, misprints);
    if (misprints == Misprints::kCorrected &&
        OffsetNeedsParens(*shift.offset_expr, std::string_view(out).substr(begin))) {
      out.insert(begin, 1, '(');
      out += ')';
    }
  } else if (shift.offset != Duration::zero()) {
    const bool negative = shift.offset < Duration::zero();
    out += negative ? " offset -" : " offset ";
    // As Go negates: the smallest integer stays what it is.
    const auto count = static_cast<std::uint64_t>(shift.offset.count());
    out += FormatPrometheusDuration(
        Duration(static_cast<std::int64_t>(negative ? std::uint64_t{0} - count : count)));
  }
}

void PrintExtended(std::string& out, const VectorSelector& selector) {
  if (selector.anchored) {
    out += " anchored";
  } else if (selector.smoothed) {
    out += " smoothed";
  }
}

void PrintMatcher(std::string& out, const model::Matcher& matcher) {
  PrintLabel(out, matcher.name);
  out += ToString(matcher.type);
  AppendGoQuote(out, matcher.value);
}

// Name and matchers.
void PrintSeries(std::string& out, const VectorSelector& selector) {
  const std::string_view name = selector.name_in_braces ? std::string_view() : selector.name;
  out += name;
  const auto is_shown = [&](const model::Matcher& matcher) {
    return matcher.value.empty() || matcher.value != name || matcher.name != model::kMetricName ||
           matcher.type != model::MatchType::kEqual;
  };
  const auto shown = std::count_if(selector.matchers.begin(), selector.matchers.end(), is_shown);
  if (shown == 0) return;
  if (shown == 1) {
    out += '{';
    PrintMatcher(out, *std::find_if(selector.matchers.begin(), selector.matchers.end(), is_shown));
    out += '}';
    return;
  }
  std::vector<std::string> printed;
  printed.reserve(static_cast<std::size_t>(shown));
  for (const model::Matcher& matcher : selector.matchers) {
    if (is_shown(matcher)) PrintMatcher(printed.emplace_back(), matcher);
  }
  std::sort(printed.begin(), printed.end());
  for (std::size_t i = 0; i < printed.size(); ++i) {
    out += i == 0 ? '{' : ',';
    out += printed[i];
  }
  out += '}';
}

void PrintRange(std::string& out, const Duration& range, const DurationExpr* expr,
                Misprints misprints) {
  if (expr != nullptr) {
    PrintDuration(out, *expr, misprints);
  } else {
    out += FormatPrometheusDuration(range);
  }
}

class Printer {
 public:
  Printer(Printed& printed, Misprints misprints)
      : out_(printed.text), nodes_(printed.nodes), misprints_(misprints) {}

  void Print(const Expr& expr) {
    const std::size_t index = nodes_.size();
    nodes_.push_back({.begin = out_.size()});
    PrintContents(expr);
    nodes_[index].end = out_.size();
    nodes_[index].next = nodes_.size();
  }

 private:
  void PrintContents(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kNumber:
        return PrintNumber(out_, As<NumberLiteral>(expr), misprints_);
      case ExprKind::kString:
        return AppendGoQuote(out_, As<StringLiteral>(expr).value);
      case ExprKind::kDuration:
        return PrintDuration(out_, expr, misprints_);
      case ExprKind::kVectorSelector: {
        const auto& selector = As<VectorSelector>(expr);
        PrintSeries(out_, selector);
        PrintAt(out_, selector.shift);
        PrintExtended(out_, selector);
        return PrintOffset(out_, selector.shift, misprints_);
      }
      case ExprKind::kMatrixSelector: {
        const auto& range = As<MatrixSelector>(expr);
        PrintSeries(out_, *range.vector);
        out_ += '[';
        PrintRange(out_, range.range, range.range_expr, misprints_);
        out_ += ']';
        PrintExtended(out_, *range.vector);
        PrintAt(out_, range.vector->shift);
        return PrintOffset(out_, range.vector->shift, misprints_);
      }
      case ExprKind::kSubquery:
        Print(*As<SubqueryExpr>(expr).expr);
        return PrintSubqueryTail(out_, As<SubqueryExpr>(expr), misprints_);
      case ExprKind::kCall: {
        const auto& call = As<Call>(expr);
        out_ += call.function->name;
        out_ += '(';
        for (std::size_t i = 0; i < call.arguments.size(); ++i) {
          if (i > 0) out_ += ", ";
          Print(*call.arguments[i]);
        }
        out_ += ')';
        return;
      }
      case ExprKind::kAggregate: {
        const auto& aggregate = As<AggregateExpr>(expr);
        PrintAggregateHead(out_, aggregate);
        out_ += '(';
        if (aggregate.parameter != nullptr) {
          Print(*aggregate.parameter);
          out_ += ", ";
        }
        Print(*aggregate.expr);
        out_ += ')';
        return;
      }
      case ExprKind::kBinary:
        Print(*As<BinaryExpr>(expr).lhs);
        out_ += ' ';
        PrintOperator(out_, As<BinaryExpr>(expr));
        out_ += ' ';
        return Print(*As<BinaryExpr>(expr).rhs);
      case ExprKind::kUnary:
        out_ += ToString(As<UnaryExpr>(expr).op);
        return Print(*As<UnaryExpr>(expr).expr);
      case ExprKind::kParen:
        out_ += '(';
        Print(*As<ParenExpr>(expr).expr);
        out_ += ')';
        return;
    }
  }

  std::string& out_;
  std::vector<PrintedNode>& nodes_;
  Misprints misprints_;
};

}  // namespace

void PrintAggregateHead(std::string& out, const AggregateExpr& aggregate) {
  out += aggregate.aggregation->name;
  if (!aggregate.without && aggregate.grouping.empty()) return;
  out += aggregate.without ? " without " : " by ";
  PrintLabels(out, aggregate.grouping);
  out += ' ';
}

void PrintOperator(std::string& out, const BinaryExpr& binary) {
  out += ToString(binary.op);
  if (binary.return_bool) out += " bool";
  const VectorMatching* matching = binary.matching;
  if (matching == nullptr) return;
  const bool left = matching->cardinality == Cardinality::kManyToOne;
  const bool right = matching->cardinality == Cardinality::kOneToMany;
  if (!matching->labels.empty() || matching->on || left || right) {
    out += matching->on ? " on " : " ignoring ";
    PrintLabels(out, matching->labels);
  }
  if (left || right) {
    out += left ? " group_left " : " group_right ";
    PrintLabels(out, matching->include);
  }
  const auto fill = [&](std::string_view word, double value) {
    out += word;
    out += FormatGoFloat(value, 'g', -1);
    out += ')';
  };
  if (matching->fill_lhs.has_value() && matching->fill_lhs == matching->fill_rhs) {
    fill(" fill (", *matching->fill_lhs);
  } else {
    if (matching->fill_lhs.has_value()) fill(" fill_left (", *matching->fill_lhs);
    if (matching->fill_rhs.has_value()) fill(" fill_right (", *matching->fill_rhs);
  }
}

void PrintSubqueryTail(std::string& out, const SubqueryExpr& subquery, Misprints misprints) {
  out += '[';
  PrintRange(out, subquery.range, subquery.range_expr, misprints);
  out += ':';
  if (subquery.step != Duration::zero() || subquery.step_expr != nullptr) {
    PrintRange(out, subquery.step, subquery.step_expr, misprints);
  }
  out += ']';
  PrintAt(out, subquery.shift);
  PrintOffset(out, subquery.shift, misprints);
}

Printed Print(const Expr& expr, Misprints misprints) {
  Printed printed;
  Printer(printed, misprints).Print(expr);
  return printed;
}

std::string ToString(const Expr& expr) { return ToString(expr, Misprints::kCorrected); }

std::string ToString(const Expr& expr, Misprints misprints) { return Print(expr, misprints).text; }

}  // namespace check::promql
