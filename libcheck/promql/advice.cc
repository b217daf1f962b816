#include "libcheck/promql/advice.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/base/regex_fault.h"
#include "libcheck/promql/functions.h"

namespace check::promql {
namespace {

using enum TokenKind;

std::string Ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

// Functions of other times and of other systems, and what stands in for them.
struct Replacement {
  std::string_view name;
  std::string_view advice;
};

constexpr Replacement kReplacements[] = {
    {"average", "use `avg` to aggregate, `avg_over_time` over a range"},
    {"holt_winters", "Prometheus 3 calls it `double_exponential_smoothing`"},
    {"if", "use `and` to keep series that another expression has"},
    {"mean", "use `avg` to aggregate, `avg_over_time` over a range"},
    {"median", "use `quantile(0.5, ...)`, or `quantile_over_time(0.5, ...)` over a range"},
    {"now", "use `time()`"},
    {"percentile", "use `quantile`, `quantile_over_time` or `histogram_quantile`"},
    {"pow", "use the operator `^`"},
};

}  // namespace

std::string NeedsFeature(std::string_view name) {
  return "needs `--enable-feature=" + std::string(name) + "`";
}

void AdviseOnLexicalFault(const LexicalFault& fault, Diagnostic& problem) {
  using enum LexicalFault::Kind;
  const auto note = [&](std::string text) { problem.notes.push_back(std::move(text)); };
  const char32_t c = fault.character;
  if (c == '$') {
    return note("variables belong to dashboards, which replace them: Prometheus does not");
  }
  switch (fault.kind) {
    case kAfterOperator:
      if (c != '~') break;
      return note(
          "regular expressions match label values, inside braces: `metric{label=~\"...\"}`");
    case kCharacter:
      if (c == '&') return note("use `and`");
      if (c == '|') return note("use `or`");
      if (c == '}') return note("no brace is open here");
      if (c != '.') break;
      return note("metric names with such characters must be quoted, inside braces: `{\"a.b\"}`");
    case kCharacterInBraces:
      if (c == '<' || c == '>' || c == '*')
        return note("label matchers are `=`, `!=`, `=~` and `!~`");
      if (c != ':' && c != '.' && c != '-' && c != '/') break;
      return note("label names with such characters must be quoted: `{\"a.b\"=\"c\"}`");
    case kNumber:
      return note("durations look like `5m` or `1h30m`, with the units y, w, d, h, m, s and ms");
    case kQuotedString:
      return note("the string begins here and has no " +
                  std::string(c == '\'' ? "single" : "double") + " quote at its end");
    case kEscape:
      return note("write a backslash as `\\\\`, or quote with backticks, where it has no meaning");
    case kOther:
    case kRawString:
    case kParenthesis:
    case kEndOfText:
      break;
  }
}

void AdviseOnUnexpected(std::string_view text, const Token& token, std::string_view context,
                        std::string_view expected, Diagnostic& problem) {
  const std::string_view word = text.substr(token.span.begin, token.span.size());
  if (context == kInLabelMatching) {
    if (expected == kWantsString && token.kind == kAssign) {
      problem.notes.push_back("label matchers have a single `=`");
    } else if (expected == kWantsString && token.kind == kIdentifier) {
      problem.notes.push_back("label values are quoted: `\"" + std::string(word) + "\"`");
    } else if (expected == kWantsMatchOperator) {
      problem.notes.push_back("label matchers look like `name=\"value\"`");
    }
    return;
  }
  if (context == kInGrouping) {
    if (expected == kWantsParenthesis && token.kind == kIdentifier) {
      problem.notes.push_back("labels are in parentheses: `(" + std::string(word) + ")`");
    }
    return;
  }
  switch (token.kind) {
    case kAssign:
      problem.notes.push_back("to compare, write `==`; a single `=` belongs inside braces");
      break;
    case kBy:
    case kWithout:
      problem.notes.push_back(Ticked(word) + " goes with an aggregation, such as `sum " +
                              LowerAscii(word) + " (label) (...)`");
      break;
    case kGroupLeft:
    case kGroupRight:
      problem.notes.push_back(Ticked(word) + " must follow `on (...)` or `ignoring (...)`");
      break;
    case kOn:
    case kIgnoring:
    case kBool:
      problem.notes.push_back(Ticked(word) + " must follow a binary operator");
      break;
    default:
      break;
  }
}

void AdviseOnUnknownFunction(std::string_view name, Diagnostic& problem) {
  constexpr std::size_t kLongest = 64;
  if (name.size() > kLongest) return;
  const std::string lower = LowerAscii(name);
  for (const Replacement& replacement : kReplacements) {
    if (lower == replacement.name) {
      problem.notes.emplace_back(replacement.advice);
      return;
    }
  }
  if (lower != name && FindFunction(lower) != nullptr) {
    problem.notes.push_back("names of functions are in lower case: `" + lower + "`");
    return;
  }
  std::vector<std::string_view> known;
  for (const Function& function : AllFunctions()) known.push_back(function.name);
  for (const Aggregation& aggregation : AllAggregations()) known.push_back(aggregation.name);
  // Cut short is likelier than mistyped. The closest match is the first of those equally close.
  const auto others = std::stable_partition(
      known.begin(), known.end(), [&](std::string_view one) { return one.starts_with(lower); });
  std::optional<std::string_view> closest = ClosestMatch(lower, known);
  if (!closest.has_value() && others - known.begin() == 1 && lower.size() > 2) closest = known[0];
  if (closest.has_value()) {
    problem.notes.push_back("did you mean " + Ticked(*closest) + "?");
  }
}

void AdviseOnAggregateArguments(const Aggregation& aggregation, std::size_t given,
                                Diagnostic& problem) {
  const std::string name(aggregation.name);
  if (aggregation.parameter.type != ValueType::kNone) {
    const Constraint constraint = aggregation.parameter.constraint;
    const std::string_view parameter = constraint == Constraint::kLabelName  ? "\"label\""
                                       : constraint == Constraint::kQuantile ? "0.9"
                                                                             : "5";
    problem.notes.push_back("write `" + name + "(" + std::string(parameter) + ", ...)`");
  } else if (given > 1) {
    problem.notes.push_back("labels to group by go into `" + name + " by (...) (...)`");
  }
}

void AdviseOnRegex(std::string_view pattern, std::string_view fault, Span where,
                   std::string_view quoted, Diagnostic& problem) {
  RegexFault found = FindRegexFault(pattern, fault);
  // Behind the quote, unless there are escapes.
  if (quoted.size() == pattern.size() + 2 && found.begin < found.end) {
    const auto begin = where.begin + 1 + static_cast<std::uint32_t>(found.begin);
    problem.where.span = {begin, begin + static_cast<std::uint32_t>(found.end - found.begin)};
  }
  if (!found.note.empty()) problem.notes.push_back(std::move(found.note));
}

void AdviseOnRange(const Expr& operand, Diagnostic& problem) {
  if (operand.kind == ExprKind::kMatrixSelector) {
    problem.notes.push_back("it already has a range");
  } else if (operand.kind == ExprKind::kCall) {
    problem.notes.push_back(
        "write the range inside the parentheses, behind the metric: `rate(metric[5m])`");
  } else if (operand.type == ValueType::kVector) {
    problem.notes.push_back("to look back at an expression, use a subquery such as `[5m:]`");
  }
}

void AdviseToMoveRange(std::string_view text, Span brackets, std::string_view modifier,
                       Diagnostic& problem) {
  problem.notes.push_back(
      "write the range first: " + Ticked(text.substr(brackets.begin, brackets.size())) + ", then " +
      Ticked(modifier));
}

void AdviseOnMisplacedModifier(const Expr& operand, Diagnostic& problem) {
  switch (operand.kind) {
    case ExprKind::kCall:
    case ExprKind::kAggregate:
    case ExprKind::kParen:
      problem.notes.push_back("put it after each selector inside the parentheses");
      break;
    default:
      break;
  }
}

void AdviseOnType(const Expr& operand, ValueType wanted, Diagnostic& problem) {
  const Expr* bare = StripParens(&operand);
  switch (wanted) {
    case ValueType::kMatrix:
      if (operand.kind == ExprKind::kVectorSelector) {
        problem.notes.push_back("add a range such as `[5m]`");
      } else if (bare->kind == ExprKind::kAggregate) {
        problem.notes.push_back(
            "apply it to the series first and aggregate then, as in "
            "`sum(rate(metric[5m]))`");
      } else if (operand.type == ValueType::kVector) {
        problem.notes.push_back("to look back at an expression, use a subquery such as `[5m:]`");
      }
      break;
    case ValueType::kVector:
      if (operand.type == ValueType::kMatrix) {
        problem.notes.push_back(
            bare->kind == ExprKind::kMatrixSelector
                ? "remove the range, or reduce it with a function such as `rate` or `avg_over_time`"
                : "reduce it with a function such as `avg_over_time`");
      } else if (operand.type == ValueType::kScalar) {
        problem.notes.push_back("`vector(...)` makes a vector of a scalar");
      }
      break;
    case ValueType::kScalar:
      if (operand.type == ValueType::kVector) {
        problem.notes.push_back("`scalar(...)` makes a scalar of a vector with one element");
      } else if (operand.type == ValueType::kString) {
        problem.notes.push_back("numbers are not quoted");
      }
      break;
    case ValueType::kString:
      if (const auto* selector = TryAs<VectorSelector>(bare);
          selector != nullptr && !selector->name.empty()) {
        problem.notes.push_back("strings are quoted: `\"" + std::string(selector->name) + "\"`");
      }
      break;
    case ValueType::kNone:
      break;
  }
}

}  // namespace check::promql
