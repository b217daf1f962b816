#include "libcheck/promql/explain.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/label_flow.h"
#include "libcheck/promql/parse.h"

namespace check::promql {
namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kFaint = "\x1b[2m";
constexpr std::string_view kCyan = "\x1b[36m";
constexpr std::string_view kGreen = "\x1b[32m";

struct Line {
  std::string branches;  ///< The lines of the tree in front.
  std::string node;
  std::string_view type;
  std::string labels;
  std::string does;
};

std::string_view WhatItDoes(Op op) {
  switch (op) {
    case Op::kAdd:
      return "Adds the right side to the left.";
    case Op::kSub:
      return "Subtracts the right side from the left.";
    case Op::kMul:
      return "Multiplies the sides.";
    case Op::kDiv:
      return "Divides the left side by the right.";
    case Op::kMod:
      return "Returns the remainder of the left side divided by the right.";
    case Op::kPow:
      return "Raises the left side to the power of the right.";
    case Op::kAtan2:
      return "Returns the angle of the point with the left side as its height and the right side "
             "as its width.";
    case Op::kEqual:
      return "Keeps what equals the right side.";
    case Op::kNotEqual:
      return "Keeps what differs from the right side.";
    case Op::kGreater:
      return "Keeps what is greater than the right side.";
    case Op::kGreaterEqual:
      return "Keeps what is at least the right side.";
    case Op::kLess:
      return "Keeps what is less than the right side.";
    case Op::kLessEqual:
      return "Keeps what is at most the right side.";
    case Op::kTrimUpper:
      return "Cuts off the part of histograms above the right side.";
    case Op::kTrimLower:
      return "Cuts off the part of histograms below the right side.";
    case Op::kAnd:
      return "Keeps series of the left that have a match on the right.";
    case Op::kOr:
      return "Joins the series of both sides; of those that match, takes the left.";
    case Op::kUnless:
      return "Keeps series of the left that have no match on the right.";
    case Op::kStep:
    case Op::kRange:
    case Op::kMinOf:
    case Op::kMaxOf:
      break;
  }
  return {};
}

std::string Listed(std::span<const std::string_view> labels) {
  std::string text;
  for (const std::string_view label : labels) {
    if (!text.empty()) text += ", ";
    text += label;
  }
  return text;
}

// `job, code="500"` where only these can be there, else `any`, what cannot be, and what has one
// value.
std::string LabelsOf(const LabelFlow& flow) {
  std::string listed, gone;
  const auto add = [](std::string& list, std::string_view label) {
    if (!list.empty()) list += ", ";
    list += label;
  };
  for (const LabelFact& fact : flow.facts) {
    if (fact.presence == Presence::kNever) {
      add(gone, fact.label);
    } else if (flow.closed() || (fact.has_value && fact.label != model::kMetricName)) {
      add(listed, fact.label);
      if (fact.has_value) {
        listed += '=';
        AppendGoQuote(listed, fact.value);
      }
    }
  }
  if (flow.closed()) return listed.empty() ? "none" : listed;
  std::string text = gone.empty() ? "any" : "any but " + gone;
  return listed.empty() ? text : text + "; " + listed;
}

std::string Since(const TimeShift& shift) {
  std::string text;
  if (shift.offset_expr != nullptr || shift.offset != Duration::zero()) {
    text += shift.offset_expr != nullptr ? ", shifted in time"
            : shift.offset < Duration::zero()
                ? ", " + FormatPrometheusDuration(-shift.offset) + " later"
                : ", " + FormatPrometheusDuration(shift.offset) + " earlier";
  }
  if (shift.at != AtModifier::kNone) text += ", at a fixed time";
  return text;
}

std::string Matching(const VectorMatching& matching) {
  std::string text;
  if (matching.on) {
    text = matching.labels.empty() ? " Everything matches."
                                   : " Matches by " + Listed(matching.labels) + ".";
  } else if (!matching.labels.empty()) {
    text = " Matches by all labels except " + Listed(matching.labels) + ".";
  } else {
    text = " Matches by all labels.";
  }
  if (matching.cardinality == Cardinality::kManyToOne) {
    text += " Many on the left to one on the right";
  } else if (matching.cardinality == Cardinality::kOneToMany) {
    text += " One on the left to many on the right";
  } else {
    return text;
  }
  if (!matching.include.empty()) text += ", with its " + Listed(matching.include);
  return text + ".";
}

class Explainer {
 public:
  explicit Explainer(const Expr& root) : flows_(root) {
    lines_.push_back({"", "part", "type", "labels", "what it does"});
    Visit(root, "", "");
  }

  std::string Print(bool colour) const {
    // Wide columns would push the others off the screen: a line that needs more breaks the column.
    constexpr std::size_t kWidest = 60;
    std::array<std::size_t, 3> widths = {};
    for (const Line& line : lines_) {
      const std::size_t columns[] = {Width(line.branches) + Width(line.node), line.type.size(),
                                     Width(line.labels)};
      for (std::size_t i = 0; i < widths.size(); ++i) {
        if (columns[i] <= kWidest) widths[i] = std::max(widths[i], columns[i]);
      }
    }
    std::string out;
    const auto cell = [&](const Line& line, std::string_view text, std::string_view style,
                          std::size_t used, std::size_t width) {
      if (colour) out += &line == lines_.data() ? kFaint : style;
      out += text;
      if (colour) out += kReset;
      out.append(width > used ? width - used : 0, ' ');
      out += "  ";
    };
    for (const Line& line : lines_) {
      if (!line.branches.empty()) {
        if (colour) out += kFaint;
        out += line.branches;
        if (colour) out += kReset;
      }
      cell(line, line.node, kBold, Width(line.branches) + Width(line.node), widths[0]);
      cell(line, line.type, kCyan, line.type.size(), widths[1]);
      cell(line, line.labels, kGreen, Width(line.labels), widths[2]);
      if (colour && &line == lines_.data()) out += kFaint;
      out += line.does;
      if (colour && &line == lines_.data()) out += kReset;
      while (out.back() == ' ') out.pop_back();
      out += '\n';
    }
    return out;
  }

 private:
  // Columns on a terminal, for text without double-width characters.
  static std::size_t Width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
  }

  void Visit(const Expr& expr, const std::string& branches, const std::string& below) {
    if (const auto* paren = TryAs<ParenExpr>(&expr)) return Visit(*paren->expr, branches, below);
    Line line{branches, {}, ToString(expr.type), {}, {}};
    if (expr.type == ValueType::kVector || expr.type == ValueType::kMatrix) {
      line.labels = LabelsOf(flows_.Of(expr));
    }
    std::vector<const Expr*> children;
    Describe(expr, line, children);
    lines_.push_back(std::move(line));
    for (std::size_t i = 0; i < children.size(); ++i) {
      const bool last = i + 1 == children.size();
      Visit(*children[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  static void Describe(const Expr& expr, Line& line, std::vector<const Expr*>& children) {
    switch (expr.kind) {
      case ExprKind::kNumber:
      case ExprKind::kString:
      case ExprKind::kDuration:
      case ExprKind::kParen:
        line.node = ToString(expr);
        break;
      case ExprKind::kVectorSelector:
        line.node = ToString(expr);
        line.does = "Selects the newest sample of each series" +
                    Since(As<VectorSelector>(expr).shift) + ".";
        break;
      case ExprKind::kMatrixSelector: {
        const auto& matrix = As<MatrixSelector>(expr);
        line.node = ToString(expr);
        line.does = matrix.range_expr != nullptr ? "Selects the samples of a range"
                                                 : "Selects the samples of the last " +
                                                       FormatPrometheusDuration(matrix.range);
        line.does += Since(matrix.vector->shift) + ".";
        break;
      }
      case ExprKind::kSubquery: {
        const auto& subquery = As<SubqueryExpr>(expr);
        const std::string whole = ToString(expr);
        const std::string inner = ToString(*subquery.expr);
        line.node = whole.substr(std::min(whole.size(), inner.size()));
        line.does = "Evaluates the expression below ";
        line.does += subquery.step_expr != nullptr ? "at a step"
                     : subquery.step != Duration::zero()
                         ? "every " + FormatPrometheusDuration(subquery.step)
                         : "at the default interval";
        line.does += subquery.range_expr != nullptr
                         ? ", over a range"
                         : ", over the last " + FormatPrometheusDuration(subquery.range);
        line.does += Since(subquery.shift) + ".";
        children.push_back(subquery.expr);
        break;
      }
      case ExprKind::kCall: {
        const auto& call = As<Call>(expr);
        line.node = std::string(call.function->name) + "()";
        line.does = call.function->doc;
        children.assign(call.arguments.begin(), call.arguments.end());
        break;
      }
      case ExprKind::kAggregate: {
        const auto& aggregate = As<AggregateExpr>(expr);
        line.node = aggregate.aggregation->name;
        if (aggregate.without) {
          line.node += " without (" + Listed(aggregate.grouping) + ")";
        } else if (!aggregate.grouping.empty()) {
          line.node += " by (" + Listed(aggregate.grouping) + ")";
        }
        line.does = aggregate.aggregation->doc;
        if (aggregate.parameter != nullptr) children.push_back(aggregate.parameter);
        children.push_back(aggregate.expr);
        break;
      }
      case ExprKind::kBinary: {
        const auto& binary = As<BinaryExpr>(expr);
        line.node = ToString(binary.op);
        if (binary.return_bool) line.node += " bool";
        line.does = binary.return_bool ? "Returns 1 where the comparison is true, else 0."
                                       : WhatItDoes(binary.op);
        if (const VectorMatching* matching = binary.matching) {
          if (matching->on) {
            line.node += " on (" + Listed(matching->labels) + ")";
          } else if (!matching->labels.empty()) {
            line.node += " ignoring (" + Listed(matching->labels) + ")";
          }
          if (matching->cardinality == Cardinality::kManyToOne) {
            line.node += " group_left (" + Listed(matching->include) + ")";
          } else if (matching->cardinality == Cardinality::kOneToMany) {
            line.node += " group_right (" + Listed(matching->include) + ")";
          }
          line.does += Matching(*matching);
        }
        children = {binary.lhs, binary.rhs};
        break;
      }
      case ExprKind::kUnary:
        line.node = ToString(As<UnaryExpr>(expr).op);
        line.does = As<UnaryExpr>(expr).op == Op::kSub ? "Negates the value." : "Changes nothing.";
        children.push_back(As<UnaryExpr>(expr).expr);
        break;
    }
  }

  LabelFlows flows_;
  std::vector<Line> lines_;
};

}  // namespace

std::string Explain(const Expr& expr, bool colour) { return Explainer(expr).Print(colour); }

}  // namespace check::promql
